"""The words found around names in bylines, in the languages of feeds, each folded.

They are whole words. The lists of one kind hold all languages together, because the language of a byline is seldom
known, and the words of one language that mean something else in another are left out.
"""

from __future__ import annotations

from reader.text import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip(".") for word in fold(text).split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in fold(text.replace("\n", " ")).split(","))


# Words directly before a name that are never a part of one.
LINKS = _words("""
    durch berichtet berichten führte führten stellte stellten sprach sprachen by vom par por door przez oleh bởi
    aan kirjoittanut tarafından
    द्वारा
""")
# The same, but they are also particles of surnames, so they count only with two words or more after them.
PARTICLE_LINKS = _words("von van di de da do od od. del del' dal av af ved от од від by του της ο η οι ni ka na")
# Words before a role in a byline: "Von unserem Korrespondenten".
OWN = _words("""
    our unser unsere unserem unserer unseren notre nos nuestro nuestra nuestros nostro nostra nostri nosso nossa
    onze ons
    var vart vores naszego naszej nas nasz nasza own eigenem eigener
""")
# Those of the words below that need neither a colon nor a link behind them.
AUTHOR_LABELS = _words("""
    author authors autor autorin autoren autora autores auteur auteure autore autrice autorka autorzy autori byline
    verfasser text texte texto testo tekst teksti words автор автори авторы текст szerzo irta piše pise napisao
    napisała napisal rozmawiala rozmawial opracowal opracowala συντακτης γραφει forfatter forfattare kirjoittaja
    yazan yazar بقلم كتب كتبت مאת כתב כתבה נכתב
    作者 著者 文 글 penulis tác napsal napsala pripravil pripravila rozmawiala беседовал беседовала
    подготовил подготовила записал записала автор
""")
# Words before a name, mostly with a colon or a link: the author, the text, and what somebody did with it.
LABELS = _words("""
    author authors byline text texts words story stories report reporting reported review reviewed analysis opinion
    essay interview column post posts article articles contribution written wrote posted published created submitted
    added compiled contributed blog from source writer writers guest uploaded shared explainer feature commentary
    autor autorin autoren autorinnen autor:in verfasser verfasserin texte beitrag beitrage gastbeitrag gastkommentar
    kommentar analyse kolumne glosse reportage bericht rezension geschrieben erstellt veroffentlicht verfasst
    publiziert eingestellt gepostet aufgezeichnet protokoll redaktion artikel geschichte essay portrat gesprach
    podcast eingetragen hinzugefugt verfasst gespeichert gesendet recherche meldung nachricht mitgeteilt fragen
    besprochen besprechung rezensentin rezensent moderation rezensiert vorgestellt zusammengestellt zusammengefasst
    notiert leitartikel nachruf kritik meinung eingesandt eingereicht zugesandt ubermittelt hochgeladen
    postado postada subido subida записал записала
    blogbeitrag gastartikel erzahlt ein eine oprac rozm cura autoria reportagem kronika krönika kronikk opinie intervju
    debattinnlegg obituary authored auteur auteurs auteure autrice autrices texte ecrit redige publie poste propos
    recueillis
    tribune chronique enquete billet entretien critique edito recit posted redaction autora autores autoras texto
    textos escrito publicado redactado entrevista cronica articulo analisis reportaje opinion columna entrada
    entradas enviado creado autore autori autrici testo testi scritto pubblicato articolo articoli intervista
    inserito redatto recensione auteur tekst geschreven geplaatst gepubliceerd bericht interview verhaal schrijver
    gemaakt forfatter forfattere tekst skrevet publisert publiceret skriven skrivet publicerad publicerat forfattare
    artikkel artikel reportasje journalist skrifuð hofundur teksti kirjoittaja kirjoittajat kirjoittanut julkaissut
    toimittaja juttu haastattelu autorka autorzy autorki napisane napisal napisala opublikowane opublikowal
    opublikowala opracowanie opracowal opracowala rozmawial rozmawiala wpis dodane dodal dodala artykul autori
    autorky text napsal napsala publikoval publikovala pripravil pripravila vlozil autori pise napisao napisala
    objavio objavila tekst razgovarao pripremio pripremila avtor avtorica napisal szerzo irta kozzetette szoveg iras
    autorul autori scris publicat articol text autorius autore parasze tekstas teksts autors sagatavoja raksta autor
    tekstid shkruar shkruan nga yazan yazar yazi metin haber kaynak roportaj hazirlayan gonderen muhabir συντακτης
    συγγραφεας αρθρογραφος κειμενο γραφει γραφουν επιμελεια ρεπορταζ συντακτικη αρθρο автор авторы автори автора
    авторка текст статья материал написал написала опубликовал опубликовала опубликовано подготовил подготовила
    беседовал беседовала стаття матеріал пише писал написав опублікував опублікувала аўтар тэкст пише пишува автори
    статия публикувано كتب كتبت كاتب الكاتب الكاتبة المؤلف بقلم إعداد تقرير تحرير حوار נכתב מאת כתב כתבה מחבר המחבר
    כותב הכותב نویسنده گزارش نوشته قلم به نگارنده लेखक लेखिका रिपोर्ट द्वारा 作者 作者名 撰文 撰稿 文 文字 著者 筆者
    執筆 執筆者 文責 编辑 編輯 责编 责任编辑 來源 来源 出典 出所
    출처 글 글쓴이 작성자 저자 지은이 취재 tác giả bài viết viết người theo
    penulis oleh ditulis teks laporan reporter mwandishi imeandikwa
""")
# Words that mark somebody who did something else than write: pictures, translation, production.
OTHER_WORK = _words("""
    vortrag lesung workshop lecture novel lezing wyklad foredrag forelasning
    edited editing hrsg herausgegeben bearbeitet redigiert mitarbeit assistenz sprecher sprecherin vertont gelesen
    narrated narrator courtesy medically fact fact-checked checked ubers ubertragen herausgeber photo photos
    photograph photographs photography photographer picture
    pictures image images illustration illustrations illustrated illustrator graphic graphics video videos camera
    drawing drawings cartoon design designed layout translated translation translator cover art artwork footage audio
    sound music production produced foto fotos fotografie fotograf fotografin bild bilder bildquelle titelbild
    illustrationen grafik grafiken kamera zeichnung zeichnungen ubersetzung ubersetzt ubersetzer gestaltung
    bildrechte bildnachweis schnitt aufnahmen lektorat photographe photographies dessin dessins illustre traduction
    traduit infographie credit credits crédito creditos fotografia fotografias fotografo imagen imagenes imagem
    imagens ilustracion ilustracoes traduccion traducido traducao immagini immagine illustrazione illustrazioni
    traduzione disegni foto's fotografie beeld illustratie illustraties vertaling vertaald fotografi fotografer bilde
    oversatt oversettelse oversaettelse illustrasjon bilete oversattning kuva kuvat valokuva valokuvat kaannos
    kuvaaja zdjecie zdjecia fot fot. ilustracje ilustracja tlumaczenie tlum tlum. przelozyl przelozyla preklad
    prelozil ilustrace fotografije fotografija prevod prijevod ilustracija fotok kep kepek forditas forditotta
    fotografii traducere fotograf fotograflar ceviri goruntu resim cizim φωτογραφια φωτογραφιες φωτο μεταφραση εικονα
    фото фотография фотографии фотограф перевод иллюстрация иллюстрации видео снимка снимки превод світлина переклад
    фотографії тэлефота صورة تصوير الصورة ترجمة عدسة צילום צילומים תמונה תרגום עکس عکاس ترجمه مترجم फोटो तस्वीर
    अनुवाद 写真 撮影 翻訳 絵 图 图片 摄影 摄 翻译 譯 攝影 圖 사진 번역 영상 그림 ảnh dịch penerjemah picha
""")
# Conjunctions between names. Those of one letter and those that are names elsewhere count only between two names.
CONJUNCTIONS = _words("""
    and und et & + with avec y e en i och og ja es és oraz com a ve dan dhe şi și si in ir un mit con med met sekä и і
    та й и και κι 及 和 与 與 と 및 와 과 و और व एवं và с із na eta sowie agus
""")
# Words of dates, ages and times, which may precede or follow a name, together with their digits.
TIMES = _words("""
    datum date fecha aktualisierung letzte letzter letztes anderung stand aktualisiert last update
    january february march april may june july august september october november december jan jan. feb feb. mar mar.
    apr apr. jun jun. jul jul. aug aug. sep sep. sept sept. oct oct. nov nov. dec dec. januar februar marz mai juni
    juli oktober dezember janner feber okt okt. dez dez. mrz mrz. janvier fevrier mars avril juin juillet aout
    septembre octobre novembre decembre janv. fevr. avr. juil. enero febrero marzo abril mayo junio julio agosto
    septiembre setiembre octubre noviembre diciembre ene ene. abr abr. ago dic dic. janeiro fevereiro marco maio
    junho julho setembro outubro novembro dezembro gennaio febbraio aprile maggio giugno luglio settembre ottobre
    dicembre januari februari maart mei augustus maj oktobra stycznia lutego marca kwietnia maja czerwca lipca
    sierpnia wrzesnia pazdziernika listopada grudnia ledna unora brezna dubna kvetna cervna cervence srpna zari rijna
    listopadu prosince januara februara aprila juna jula augusta oktobra novembra decembra siječnja ocak subat mart
    nisan mayis haziran temmuz agustos eylul ekim kasim aralik januarie ianuarie februarie martie aprilie iunie iulie
    septembrie octombrie noiembrie decembrie января февраля марта апреля мая июня июля августа сентября октября
    ноября декабря січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня ιανουαριου
    φεβρουαριου μαρτιου απριλιου μαιου ιουνιου ιουλιου αυγουστου σεπτεμβριου οκτωβριου νοεμβριου δεκεμβριου
    януари февруари март април май юни юли август септември октомври ноември декември јануар фебруар јун јул септембар
    октобар новембар децембар februar mart april juni juli avgust septembar oktobar novembar decembar veljače ožujka
    travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca januarja februarja marca aprila maja
    junija julija avgusta jaanuar veebruar märts aprill juuni juuli detsember janvāris februāris marts aprīlis maijs
    jūnijs jūlijs augusts septembris oktobris novembris decembris sausio vasario kovo balandžio gegužės birželio liepos
    rugpjūčio rugsėjo spalio lapkričio gruodžio január február március április május június július augusztus szeptember
    október december gener febrer març maig juny juliol setembre desembre agustus desember janúar febrúar mars apríl maí
    júní júlí ágúst nóvember
    dnia dne tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta
    marraskuuta joulukuuta يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر ינואר פברואר
    מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר tháng januari monday tuesday wednesday thursday friday
    saturday sunday mon mon. tue tue. wed wed. thu thu. fri fri. sat sat. sun sun. montag dienstag mittwoch
    donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes
    miercoles jueves viernes sabado domingo lunedi martedi mercoledi giovedi venerdi sabato domenica maandag dinsdag
    woensdag donderdag vrijdag zaterdag zondag mo. di. mi. do. fr. sa. so. minute minutes min min. mins read hour
    hours hr hrs h day days week weeks month months year years ago am pm a.m. p.m. utc gmt cet cest est edt pst pdt
    bst eet eest msk ist pkt wib hkt sgt awst jst kst acst aest aedt nzst nzdt brt cst cdt mst mdt akst akdt hst mez
    mesz
    updated published modified posted last at on the first of minuten stunde stunden tag tagen tage woche wochen
    monat monaten jahr jahren uhr vor lesezeit lesedauer min. stand aktualisiert veroffentlicht geandert zuletzt am
    um den heute gestern vom erstellt seit il y a heure heures jour jours semaine semaines mois ans hier aujourd'hui
    publie mis jour le lecture mise hace hora horas minuto minutos dia dias semana semanas mes meses anos actualizado
    publicado el de ayer hoy las lectura ha atras as em fa ore ora minuti giorni giorno settimana settimane mese mesi
    anni aggiornato pubblicato il alle ieri oggi geleden uur uren dagen dag weken maanden bijgewerkt gisteren om op
    leestijd sedan timmar dagar timer dager siden for dage publisert oppdatert publicerad uppdaterad kl kl. klo
    sitten tuntia paivaa temu godzin godziny godzine dni minut przed hodinami hodin dny dnem zveřejněno once gun saat
    dakika hafta ay yil назад часа часов час дней дня день минут минуты опубликовано обновлено годин години тому днів
    πριν ωρες λεπτα ημερες قبل ساعة ساعات دقيقة يوم أيام منذ לפני שעות שעה דקות ימים پیش ساعت دقیقه روز yang lalu jam
    hari menit trước giờ phút ngày पहले घंटे मिनट दिन जनवरी फरवरी मार्च
    अप्रैल मई जून जुलाई अगस्त सितंबर सितम्बर अक्टूबर अक्तूबर नवंबर नवम्बर दिसंबर दिसम्बर सोमवार मंगलवार बुधवार
    गुरुवार शुक्रवार शनिवार रविवार बजे الأحد الاثنين الإثنين
    الثلاثاء الأربعاء الخميس الجمعة السبت понедельник вторник среда четверг пятница суббота воскресенье δευτερα τριτη
    τεταρτη πεμπτη παρασκευη σαββατο κυριακη 입력 수정 등록 승인
""")
# Words of buttons and links beside a name.
BUTTONS = _words("""
    follow following unfollow profile profiles more view see all anzeigen ansehen mehr folgen profil profils suivre
    seguir segui volgen perfil profilo profiel artikel articles posts lesen read zeigen → ➔ » › › ▸ ▶ ➜ + contact
    kontakt website e-mail email mail twitter facebook instagram linkedin takip følg folg seuraa obserwuj подписаться
    website bio biography biografie bioseite autorenseite autorenprofil anschauen subscribe abonnieren share voir
    articles todos
""")
# Words of a link or a title in front of a link word: "View all posts by", "Alle Beiträge von".
LISTS = _words("""
    view all show see read more other latest recent posts post articles article stories entries from profile of
    contributions alle weitere mehr zeige zeigen beitrage artikel inhalte einträge texte ansehen anzeigen
    autorenseite beitragsautor voir tous toutes les articles publications ver todas todos los las entradas articulos
    publicaciones os artigos posts vedi tutti gli articoli post mostra leggi bekijk berichten artikelen wszystkie
    wpisy zobacz visa inlagg vis innlegg zobrazit vsechny clanky tüm tum yazilari goster все записи статьи показать
    всі записи
""")
LISTS_AND_BUTTONS = BUTTONS | LISTS
# What only introduces a conversation: the name before it is the author's, the one after it is not.
TALKS = (
    " im gesprach mit ", " im interview mit ", " in conversation with ", " in dialogue with ", " interviews ",
    " spricht mit ", " sprach mit ", " talks to ", " speaks to ", " speaks with ", " en conversation avec ",
    " s'entretient avec ", " entrevista a ", " en conversacion con ", " conversa con ", " in gesprek met ",
    " in conversazione con ", " intervista ", " em conversa com ", " w rozmowie z ", " i samtale med ",
    " i samtal med ", " as told to ", " befragt ",
)  # fmt: skip
# Roles of people, as whole words.
ROLES = _words("""
    schriftfuhrer schriftfuhrerin pressewart pressewartin jugendwart jugendwartin schatzmeister schatzmeisterin pfarrer
    pfarrerin pastor pastorin diakon diakonin vikar vikarin burgermeister burgermeisterin oberburgermeister
    oberburgermeisterin landrat landratin stadtrat stadtratin trainer trainerin ubungsleiter ubungsleiterin
    klassenlehrer klassenlehrerin bibliothekar bibliothekarin archivar archivarin vorstand vorstandin
    editor editors editor-in-chief sub-editor subeditor reporter reporters correspondent correspondents journalist
    journalists columnist writer writers staffwriter copywriter author critic contributor contributors photographer
    producer publisher analyst director manager professor researcher historian economist lecturer teacher
    blogger student fellow founder co-founder cofounder freelance freelancer head chief deputy managing senior junior
    staff associate assistant executive ceo cto cfo president chairman chairwoman desk columnista presenter host
    anchor intern trainee bureau specialist redakteur redakteurin redakteure redakteurinnen redaktor redaktorin
    chefredakteur chefredakteurin korrespondent korrespondentin reporterin journalistin fotograf fotografin kritiker
    kritikerin kolumnist kolumnistin herausgeber herausgeberin mitarbeiter mitarbeiterin forscher forscherin
    historiker historikerin okonom okonomin lehrer lehrerin leiter leiterin autor autorin volontar volontarin grunder
    grunderin direktor direktorin chef chefin chefreporter praktikant praktikantin ressortleiter ressortleiterin
    ressort politik geschaftsfuhrer geschaftsfuhrerin vorsitzender vorsitzende pressesprecher pressesprecherin
    rechtsanwalt rechtsanwältin anwalt anwältin lawyer attorney avocat avocate
    studentin bloggerin moderator moderatorin gastautor gastautorin redacteur redactrice journaliste reportrice
    correspondante correspondant chroniqueur chroniqueuse envoye envoyee redactrice directeur directrice chercheur
    chercheuse photographe economiste historien historienne redacteur-en-chef redactor redactora periodista
    corresponsal reportera fotografo fotografa columnista director directora colaborador colaboradora investigador
    investigadora redator redatora jornalista editora colunista enviado enviada giornalista redattore redattrice
    corrispondente inviato inviata direttore direttrice collaboratore collaboratrice verslaggever verslaggeefster
    hoofdredacteur correspondente redactrice columniste journalistin redaktør redaktor redaktør kommentator
    korrespondentti toimittaja paatoimittaja redaktionschef reporterka dziennikarz dziennikarka redaktorka
    korespondent korespondentka publicysta publicystka novinar novinarka redaktorka urednik urednica dopisnik novinář
    novinářka redaktor zpravodaj újságíró szerkesztő főszerkesztő tudósító jurnalist jurnalista reporter redactor
    muhabir muhabiri editör editoru yazar gazeteci δημοσιογραφος συντακτης συντακτρια ανταποκριτης ανταποκριτρια
    αρχισυντακτης редактор корреспондент журналист журналистка обозреватель репортер кореспондент кореспондентка
    журналіст журналістка корэспандэнт редакторка спецкор колумнист главред новинар уредник صحفي صحافي صحفية صحافية
    مراسل مراسلة محرر محررة رئيس עיתונאי עיתונאית כתב כתבת עורך עורכת خبرنگار روزنامه‌نگار سردبیر संवाददाता पत्रकार
    संपादक रिपोर्टर 记者 記者 编辑 編輯 主編 主编 编辑部 特派員 論説委員 編集委員 編集長 ライター 特約記者 实习记者
    기자 특파원 논설위원 편집장 선임기자 인턴기자 작가 교수 위원 에디터 칼럼니스트 phóng wartawan jurnalis penyunting
    redaktur mwandishi
""")
# What somebody is editor or correspondent of, before the role: "Political Editor".
ROLE_FIELDS = _words("""
    political politics foreign diplomatic sports sport business economics economic city science health environment
    technology tech education culture arts features fashion crime legal religion home night weekend digital online web
    news international national local regional royal defence defense security energy climate food travel investigative
""")
# The last word of a two-word name may be one of these roles: "John Senior".
ROLE_SURNAMES = _words("""
    senior junior chef leiter lehrer student fellow forscher autor critic teacher professor okonom direktor grunder
    head chief deputy host manager
""")
# German words for roles, at the end of a compound: "Auslandskorrespondentin".
_STEMS = (
    "redakteur redaktor korrespondent reporter journalist fotograf kritiker kolumnist herausgeber mitarbeiter "
    "historiker okonom volontar direktor autor leiter sprecher"
)
ROLE_ENDINGS = tuple(stem + ending for stem in _STEMS.split() for ending in ("", "s", "e", "en", "in", "innen"))
# News agencies, and words for one.
AGENCIES = _words("""
    dpa afp reuters apa epd kna sid ansa efe tass interfax bloomberg associated ap upi belga anp ntb ritzau tt stt
    pap ctk tasr mti agerpres bta hina xinhua kyodo jiji yonhap antara lusa keystone-sda keystone sda ats pti ians
    presse-agentur
    agentur agency agence agencia agenzia agencja news newswire presseportal
""")
# A name with one of these words is a desk, an agency, an office, a company or an account.
ORGANISATIONS = (
    AGENCIES
    | _words("""
    developers engineers researchers scientists students volunteers wire organization organisation organizacion
    organizzazione organizacja organizacao
    admin administrator administration staff team teams editor editors editorial redaktion redaktionsteam newsdesk
    newsroom desk news online webmaster webteam reporter reporters correspondent correspondents press agency agencies
    media medien group gruppe blog blogs podcast magazine newspaper newspapers contributor contributors company guest
    writer writers author authors redaction redaccion redazione redactie redacao redakcja redakce redakcia redakcija
    szerkesztoseg toimitus redaksjonen redaktionen redactia redaksi redakcio uredništvo uredništva inc gmbh ltd llc plc
    corp mbh radio tv television fernsehen
    rundfunk broadcasting broadcast broadcaster zeitung verlag magazin portal kanal channel sender nachrichten presse
    pressestelle pressedienst prensa agentura agenturen
    ministerium ministry ministere ministerio ministero departement departamento dipartimento abteilung referat
    dezernat fachbereich sekretariat secretariat arbeitskreis arbeitsgemeinschaft staatskanzlei direktion division
    ministerstvo ministerstwo amt behorde institut institute
    instituto istituto universitat university universite universidad verband verein stiftung foundation fondation
    fundacion fundacja fondazione association asociacion associazione society gesellschaft club partei council
    committee commission kommission department office bureau buro centre center zentrum centro museum bank gazette
    tribune chronicle courier observer telegraph daily weekly anzeiger tagblatt tageblatt rundschau echo stadt
    stadtverwaltung gemeinde landkreis polizei feuerwehr police corporation services service solutions systems studio
    studios productions production international deutschland shop store kitchen kitchens board community network
    netzwerk initiative bund union federation foderation hochschule akademie academy school college hospital klinik
    government regierung senat bundesregierung landtag parlament parliament pressemitteilung pressmeldung sponsored
    anzeige advertorial werbung promotion partner partners website webseite homepage com www newsletter journal
    journals bulletin report reports times herald post-gazette digest security technologies technology software labs
    research project projekt events marketing communications kommunikation lifestyle sport sports politics politik
    business wirtschaft kultur culture finance entertainment opinion the our wir uns unser unsere redazionale информ
    агентство агенство редакция редакція редакцыя газета новости новини новина пресс-служба прес-служба министерство
    міністерство служба корреспонденты тасс риа интерфакс укринформ служба-новостей издание портал радио телеканал
    συντακτικη ομαδα ομάδα εφημεριδα πρακτορειο υπουργειο newsroom haberleri ajansi haber merkezi gazetesi servisi
    bakanligi ajans هيئة وكالة تحرير التحرير صحيفة جريدة موقع قناة فريق وزارة أخبار مكتب מערכת סוכנות חדשות עיתון אתר
    משרד צוות خبرگزاری تحریریه روزنامه گروه سایت وزارت डेस्क ब्यूरो न्यूज न्यूज़ टीम समाचार एजेंसी कार्यालय ban biên
    tập tòa soạn báo thông xã kantor berita tim kementerian
""")
) - _words("báo ban tin tim tap biên tập thông xã tòa soạn tt ap ve")  # names as well
# A name that begins with one of these words is not a person: "Deutsche Welle". As a last word it may be a surname.
ORGANISATION_STARTS = _words("""
    deutsche deutscher deutsches norddeutscher westdeutscher mitteldeutscher suddeutsche osterreichische
    osterreichischer osterreichisches schweizerische schweizerischer schweizerisches bayerische bayerischer bayerisches
    american british canadian australian european national royal federal united global associated public agence agencia
    agenzia societe sociedad societa nationale nationaler europaische europaischer
""")
# The same for German compounds, by their ends.
ORGANISATION_ENDINGS = (
    "zeitung", "verlag", "redaktion", "magazin", "ministerium", "verband", "verein", "agentur", "gesellschaft",
    "stiftung", "anzeiger", "tagblatt", "tageblatt", "kurier-online", "rundfunk", "portal", "institut",
    "universitat", "behorde", "zentrum", "verwaltung", "netzwerk", "akademie", "hochschule", "genossenschaft",
    "-team", "-online", "-redaktion", "fraktion", "kreisverband", "bundesamt", "landesamt", "volksblatt", "blog",
    "wochenblatt", "amtsblatt", "magazine", "redakcja", "schule", "gymnasium", "klinikum", "sparkasse", "feuerwehr",
    "handwerkskammer", "innung",
)  # fmt: skip
# The same for scripts that put no spaces between words.
ORGANISATION_PARTS = (
    "新聞", "新闻", "编辑部", "編集部", "編輯部", "通讯社", "通訊社", "通信社", "新华社", "日报", "日報", "取材班",
    "ニュース", "オンライン", "株式会社", "公司", "网", "網", "电视", "電視", "委员会", "委員会", "編集局", "뉴스",
    "편집부", "신문", "연합", "일보", "방송", "취재팀", "디지털", "사무국", "협회", "ข่าว", "สำนัก",
)  # fmt: skip
# Words in mail addresses that several people share.
SHARED_MAILBOXES = _words("""
    noreply no reply donotreply nobody info infos editor editors editorial redaktion redaction redaccion redazione
    admin administrator webmaster webmistress hostmaster postmaster feedback contact kontakt contacto news newsroom
    office hello hallo mail email press presse support team service blog rss feed feeds media sekretariat desk root
    newsletter letters leserbriefe tips online web help
""")
# The first words of departments that write for their own organisation.
DESKS = _words("""
    referat stabsstelle dezernat sachgebiet pressestelle pressereferat presseabteilung presseteam pressedienststelle
    kommunikationsabteilung
""")
# Texts that name nobody, whole.
NOBODY = _phrases("""
    by, von, par, por, door, admin, administrator, root, user, author, authors, autor, autorin, auteur, autore,
    unknown, anonymous, anonym, anonyme, anonimo, anonymus, webmaster, test, default, wordpress, null, undefined,
    none, n/a, na, guest, gast, redacted, siteadmin, super-admin, super user, superuser, no author, guest author,
    guest post, guest writer, guest contributor, staff, staff writer, staff writers, staff reporter, staff report,
    agencies, agency, agenturen, various, various authors, editor, editors, the editor, the editors, editorial,
    editorial team, editorial staff, editorial board, editorial desk, site admin, web admin, webadmin, redaktion,
    redaktionsteam, die redaktion, online-redaktion, onlineredaktion, gastautor, gastautorin, gastbeitrag,
    gastbeitrage, redaction, la redaction, redaccion, la redaccion, redazione, la redazione, redactie, redacao, da
    redacao, redakcja, redakce, redakcia, redakcija, toimitus, szerkesztoseg, redactia, redaksi, редакция, редакція,
    администратор, админ, автор, неизвестно, unbekannt, inconnu, desconocido, autor desconocido, kein autor, ohne
    autor, sin autor, sans auteur, written by, posted by, contributor, contributors, news desk, newsdesk, newsroom,
    news, team, das team, our team, the team, support, info, kontakt, contact, office, verwaltung, system, content,
    publisher, demo, sample, web team, webteam, internet, online, home, startseite, blog, press release,
    pressemitteilung, press office, pressestelle, sponsored, anzeige, advertorial, 編集部, 编辑部, 編輯部, 管理员,
    管理者, 佚名, 匿名, 小编, 관리자, 편집부, مدير, المحرر, التحرير, ادارة, مدیر, ناشناس, מערכת, מנהל, डेस्क, एडमिन,
    sponsored content, sponsored post, branded content, partner content, paid post, gesponserter beitrag, red,
    redaktionen, redaksjonen, agencias, agences, agenzie, agências, agentschappen, agencje, byraer, web desk,
    our correspondent, our reporter, our reporters, own correspondent, special correspondent, unser korrespondent,
    unsere korrespondentin, unsere redaktion, aus der redaktion, van onze redacteur, van onze redactie,
    van onze verslaggever, van onze correspondent, notre correspondant, nuestro corresponsal, penulis, at large,
    pub med, pubmed, web of science, orcid, scopus, tim redaksi, yonetici, haber merkezi, editor,
    mich, uns, me, us, moi, nous, mij, ons, mig, log in, log on, log out, sign in, sign on, sign out, sign up,
    se connecter, se deconnecter, connexion, s'inscrire, creer un compte, mon compte, iniciar sesion, cerrar sesion,
    mi cuenta, text size, font size, schriftgröße,
    taille du texte, accedi, esci, entra, inloggen, uitloggen, mijn account, my account, mein konto, logga in, logg inn,
    log ind, zaloguj, zaloguj sie, wyloguj, prihlasit se, giris yap, iniciar sessao, minha conta, войти, выйти, увійти
""")
# Words of a form, a button or a warning: a text with one of them names nobody.
INTERFACE = _words("""
    comment comments kommentar kommentare commentaire commentaires comentario comentarios commento commenti reactie
    reacties button buttons share teilen login log-in logout anmelden registrieren register subscribe abonnieren
    abonnement newsletter cookie cookies javascript menu menü search suche drucken print javascript facebook whatsapp
    paypal lesezeit lesedauer download warenkorb google scholar datenschutz impressum copyright advertisement toggle
    navigation skip weiterlesen hinterlasse stimme stimmen rating bewertung password passwort edit bearbeiten reply
    antworten views webdesign webdesigner werbeagentur webagentur internetagentur follow following unfollow seguir
    suivre volgen notification notifications benachrichtigungen notificaciones notificações einloggen ausloggen abmelden
    become
    ログイン 登录 登錄 登入 注册 註冊 로그인 회원가입
    設定 ログアウト アクティビティ マイページ 会員登録 お気に入り
    人氣 人气 瀏覽 浏览 浏览量 点击 點擊 阅读 閱讀 回复 回覆 收藏 조회 조회수 閲覧数
""")
# The last words of the names of albums: "Harbour Photos".
ALBUMS = _words("photos fotos pictures images videos bilder gallery galerie galeria bildergalerie")
# The last words of names that stand for several people of a desk, or for whoever was on duty: "Quay Staff".
UNNAMED_STAFF = _words("""
    staff writers reporters correspondents contributors editors desk
""")
ARTICLES = _words(
    "the der die das den le les los las il lo gli un una une ein eine het een a an der"
)  # before a heading
PARTICLES = _words("""
    von van de der den del della di da do dos das du des le la al el bin ibn ben zu zum zur ter ten te 't af av y e
    und vom zum d' dalla dello degli dei lo los las san st. st o' mac mc abu bint ap het 'n ne
""")
GENERATIONS = _words("jr sr ii iii iv phd md jr. sr. ph.d. m.d. mba dr dr. msc esq esq. obe cbe")
# No name has one of these words: what leads elsewhere, and words that only sentences and headings have.
STOP = LISTS_AND_BUTTONS - _words(
    "post posts profile perfil profil mail visa bio zobacz os + » › → ➔ ▸ ▶ ➜ segui the les la los las gli"
) | _words("""
    themen thema aktuelle aktuelles aktueller neue neues neueste neuesten weiterer weiteren zur uber uns unsere meine
    deine ihre alle inhalte angebote produkte meldungen kategorie kategorien tags schlagworte kommentare bewertungen
    aus auf mit bei nach ist sind wird wurde hat haben nicht kein keine jetzt hier heute ahnliche beliebte empfohlene
    gesponserte gesponsert verwandte lesen edition revised about our your this that these with without have has
    was were are is not here now today related popular recommended sponsored trending category categories topics
    topic tags tag products offers tweet google scholar wikipedia youtube auteurs sur dans avec pour plus notre nos
    votre cette sont est sobre para con nuestro nuestra esta este como sono della nostra nostri piu questo questa
    ultimi notizie onze deze voor over het ещё все наши наша это для или как что на по и в с о об όλα
    περισσότερα για από
""")
# Places of two words that look like names, after a name.
PLACES = _phrases("""
    new york, new york city, new delhi, new orleans, new jersey, new mexico, los angeles, las vegas, san francisco,
    san diego, san jose, san antonio, santa fe, santa monica, hong kong, tel aviv, abu dhabi, buenos aires, rio de
    janeiro, sao paulo, mexico city, cape town, kuala lumpur, phnom penh, addis abeba, addis ababa, den haag, the
    hague, la paz, saint petersburg, sankt petersburg, sankt gallen, st. gallen, st. petersburg, united kingdom,
    united states, south africa, north korea, south korea, saudi arabia, costa rica, el salvador, puerto rico, sri
    lanka, new zealand, washington dc, washington d.c., frankfurt am main, frankfurt/main, salt lake city, ho chi
    minh city, baden baden, le mans, le havre, port moresby, south carolina, north carolina, north dakota, south
    dakota, west virginia, rhode island, new hampshire, nordrhein westfalen
""")
