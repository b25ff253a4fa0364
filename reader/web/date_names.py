"""Names of months, weekdays and zones as dates in feeds and pages use them, folded (:func:`reader.text.fold`).

Months and weekdays come from the Unicode CLDR (as in Babel 2.19) for some fifty languages, nominative and genitive,
wide and abbreviated, with a few other spellings that feeds use. A word may name two months
("listopad" is November in Polish and October in Croatian) or two weekdays.
"""

from __future__ import annotations

MONTH_NAMES = (
    (
        "jan january janvier januar janner jaenner januari enero ene gennaio gen janeiro janv tammikuuta "
        "tammikuu tammi jaanuar jaan janvaris sausio sausis saus stycznia styczen sty ledna leden led januara "
        "sijecnja sijecanj sij јануар јан јануари януари яну января январь янв січня січень січ студзеня "
        "студзень сту ianuarie ian ocak oca yanvar yan ιανουαριου ιανουαριοσ ιαν janar gener xaneiro xan "
        "urtarrila urt ionawr ion eanair ean ינואר ינו׳ يناير ژانویه जनवरी जन॰ जानेवारी जाने জানুযারি জানু "
        "มกราคม januarie იანვარი იან հունվարի հունվար հնվ қаңтар қаң "
        "جنوری جنوري ஜனவரி జనవరి ಜನವರಿ ജനുവരി જાનયુઆરી ਜਨਵਰੀ জানুৱাৰী ଜାନୁଆରୀ ဇန်နဝါရီ ມັງກອນ មករា janaayo "
        "janairu январ ጃንዋሪ januaro jannewaris جانفي janvari urtarrilaren"
    ),
    (
        "feb february fevrier februar februari febrero febbraio fevereiro fev fevr helmikuuta helmikuu helmi "
        "veebruar veebr februaris febr vasario vasaris vas lutego luty lut unora unor uno februara veljace "
        "veljaca velj фебруар феб февруари фев февраля февраль февр лютого лютии лют лютага люты februarie "
        "subat sub fevral φεβρουαριου φεβρουαριοσ φεβ shkurt shk febrer febreiro otsaila ots chwefror chwef "
        "chw feabhra feabh פברואר פבר׳ فبراير فوریه फरवरी फर॰ फेबरुवारी फेबरु ফেবরুযারি ফেব กุมภาพันธ์ pebrero "
        "peb თებერვალი თებ փետրվարի փետրվար փտվ ақпан ақп "
        "فروری فبروري பிபரவரி ఫిబరవరి ಫೆಬರವರಿ ഫെബരുവരി ફેબરુઆરી ਫਰਵਰੀ ফেবৰুৱাৰী ଫେବୃଆରୀ फेबरुअरी ဖေဖော်ဝါရီ "
        "ກຸມພາ កុម្ភៈ febraayo faburairu феврал ፌብሩዋሪ februaro febrewaris شباط فيفري otsailaren"
    ),
    (
        "mar march mars marz maerz maart marzo marco mrz mrt marts maaliskuuta maaliskuu maalis kovo kovas "
        "kov marca marzec brezna brezen bre marec ozujka ozujak ozu mart март мар марта березня березень бер "
        "сакавіка сакавік сак martie marcius marc μαρτιου μαρτιοσ μαρ martxoa mawrth maw marta מרץ مارس मारच "
        "মারচ มีนาคม maret mac marso მარტი მარ մարտի մարտ մրտ наурыз нау "
        "مارچ மாரச మారచి ಮಾರಚ മാർചച મારચ ਮਾਰਚ মাৰচ ମାରଚଚ မတ် ມີນາ មីនា machi maarso maris ማርች marto اذار "
        "martxoaren"
    ),
    (
        "apr april avril abril aprile abr avr huhtikuuta huhtikuu huhti aprill aprilis balandzio balandis bal "
        "kwietnia kwiecien kwi dubna duben dub aprila travnja travanj tra април апр апреля апрель квітня "
        "квітень квіт красавіка красавік кра aprilie nisan nis aprel απριλιου απριλιοσ απρ prill pri d’abril "
        "d’abr apirila api ebrill ebr aibrean aib אפריל אפר׳ ابريل اوریل अपरैल एपरिल एपरि এপরিল এপরি เมษายน "
        "აპრილი აპრ ապրիլի ապրիլ ապր сәуір сәу "
        "اپریل ஏபரல ఏపరిల ಏಪರಿಲ ഏപരിൽ એપરિલ ਅਪਰੈਲ এপৰিল ଅପରେଲ अपरिल ဧပြီ ເມສາ មេសា aprili abriil afirilu "
        "апрел ኤፕሪል aprilo abrell نيسان افريل aprili apirilaren"
    ),
    (
        "may mai mei mayo maggio maio mag maj toukokuuta toukokuu touko maijs geguzes geguze geg maja kvetna "
        "kveten kve svibnja svibanj svi мај маи мая травня травень трав majus mayis μαιου μαιοσ μαι maig "
        "maiatza bealtaine beal מאי مايو مه मई मे মে พฤษภาคม მაისი მაი մայիսի մայիս մյս мамыр мам "
        "ميی مۍ மே మే ಮೇ മേയ મે ਮਈ মে’ ମଇ မေ ພຶດສະພາ ឧសភា maayo mayu ሜይ majo maaie mee ايار ماي maija "
        "maiatzaren"
    ),
    (
        "jun june juin juni junio giugno junho giu kesakuuta kesakuu kesa juuni junijs birzelio birzelis birz "
        "czerwca czerwiec cze lip cervna cerven cvn juna junij lipnja lipanj јун јуни юни июня июнь июн "
        "червня червень черв чэрвеня чэрвень чэр iunie iun junius haziran haz iyun iyn ιουνιου ιουνιοσ ιουν "
        "qershor qer juny xuno ekaina eka mehefin meh meitheamh meith יוני يونيو ژوين जून জুন มิถุนายน hunyo "
        "hun junie ივნისი ივნ հունիսի հունիս հնս маусым мау "
        "جون ஜூன జూన ಜೂನ ജൂൺ જૂન ਜੂਨ ଜୁନ जुन ဇွန် ມິຖຸນາ មិថុនា juun yuni ጁን حزيران جوان junija ekainaren"
    ),
    (
        "jul july juillet juli julio luglio julho lug juil heinakuuta heinakuu heina juuli julijs liepos "
        "liepa liep lipca lipiec lip cervence cervenec cvc srp jula julij srpnja srpanj јул јули юли июля "
        "июль июл липня липень лип ліпеня ліпень ліп iulie iul julius temmuz tem iyul iyl ιουλιου ιουλιοσ "
        "ιουλ korrik korr juliol xullo xul uztaila uzt gorffennaf gorff gor iuil יולי يوليو ژويیه जुलाई जुल॰ "
        "जुलै জুলাই জুল กรกฎาคม julai hulyo hul julie ივლისი ივლ հուլիսի հուլիս հլս шілде шіл "
        "جولايی جولای ஜூலை జులె ಜುಲೈ ജൂലൈ જુલાઈ ਜੁਲਾਈ ଜୁଲାଇ ဇူလိုင် ກໍລະກົດ កក្កដា luulyo yuli ጁላይ تموز "
        "يوليوز جويلية julija uztailaren"
    ),
    (
        "aug august aout augustus agosto ago augusti elokuuta elokuu elo agust agu augusts rugpjucio "
        "rugpjutis rugp sierpnia sierpien sie srpna srpen srp augusta avgust avg kolovoza kolovoz kol август "
        "авг августа серпня серпень серп жніуня жнівень жні augusztus agustos avqust avq αυγουστου αυγουστοσ "
        "αυγ gusht gush d’agost agost d’ag ag abuztua abu awst lunasa lun אוגוסט אוג׳ اغسطس اوت अगसत अग॰ ऑगसट "
        "ऑग আগসট আগ สิงหาคม agustus ogos ogo აგვისტო აგვ օգոստոսի օգոստոս օգս тамыз там "
        "اگست اګست ஆகஸட ఆగసటు ಆಗಸಟ ഓഗസററ ઑગસટ ਅਗਸਤ আগষট ଅଗଷଟ अगसट ဩဂုတ် ສິງຫາ សីហា agosti agusta ኦገስት "
        "d’agostu augusto اب غشت abuztuaren"
    ),
    (
        "sep sept september septembre septiembre setiembre settembre setembro set syyskuuta syyskuu syys "
        "septembris rugsejo rugsejis rugs wrzesnia wrzesien wrz zari zar septembra rujna rujan ruj septembar "
        "септембар сеп септември сентября сентябрь сент вересня вересень вер верасня верасень septembrie "
        "szeptember szept eylul eyl sentyabr sen σεπτεμβριου σεπτεμβριοσ σεπ shtator sht setembre iraila ira "
        "medi mfomh ספטמבר ספט׳ سبتمبر سپتامبر सितंबर सित॰ सपटेंबर सपटें সেপটেমবর সেপ সেপট กันยายน setyembre "
        "სექტემბერი სექ սեպտեմբերի սեպտեմբեր սեպ қыркүиек қыр "
        "ستمبر سېپتمبر செபடமபர సెపటెంబర ಸೆಪಟೆಂಬರ സെപററംബർ સપટેમબર ਸਤੰਬਰ ছেপতেমবৰ ସେପଟେମବର सेपटेमबर စက်တင်ဘာ "
        "ກັນຍາ កញ្ញា septemba sebtembar satumba sentabr сентябр ሴፕቴምበር septembro septimber ايلول شتنبر "
        "septembri irailaren"
    ),
    (
        "oct october octobre oktober octubre ottobre outubro okt ott out lokakuuta lokakuu loka oktoober "
        "oktobris spalio spalis spal pazdziernika listopada pazdziernik listopad paz lis rijna rijen rij "
        "oktobra oktobar октобар окт октомври октября октябрь жовтня жовтень жовт кастрычніка кастрычнік кас "
        "octombrie ekim eki oktyabr οκτωβριου οκτωβριοσ οκτ tetor tet d’octubre d’oct urria urr hydref hyd "
        "dfomh אוקטובר אוק׳ اكتوبر اکتبر अकटूबर अकटू॰ ऑकटोबर ऑकटो অকটোবর অকটো ตุลาคม oktubre ოქტომბერი ოქტ "
        "հոկտեմբերի հոկտեմբեր հոկ қазан қаз "
        "اکتوبر அகடோபர అకటోబర ಅಕಟೋಬರ ഒക‌ടോബർ ઑકટોબર ਅਕਤੂਬਰ অকটোবৰ ଅକଟୋବର अकटोबर အောက်တိုဘာ ຕຸລາ តុលា oktoba "
        "oktoobar oktabr октябр ኦክቶበር d’ochobre oktobro oktobri urriaren"
    ),
    (
        "nov november novembre noviembre novembro marraskuuta marraskuu marras novembris lapkricio lapkritis "
        "lapkr listopada listopad lis listopadu novembra studenoga studeni stu novembar новембар нов ноември "
        "ное ноября ноябрь нояб листопада листопад лист лістапада лістапад ліс noiembrie kasim kas noyabr noy "
        "νοεμβριου νοεμβριοσ νοε nentor nen azaroa aza tachwedd tach samhain samh נובמבר נוב׳ نوفمبر نوامبر "
        "नवंबर नव॰ नोवहेंबर नोवहें নভেমবর নভে พฤศจิกายน nobyembre nob ნოემბერი ნოე նոյեմբերի նոյեմբեր նոյ "
        "қараша қар "
        "نومبر நவமபர నవంబర ನವೆಂಬರ നവംബർ નવેમબર ਨਵੰਬਰ নৱেমবৰ ନଭେମବର नोभेमबर နိုဝင်ဘာ ພະຈິກ វិច្ឆិកា novemba "
        "noofeembar nuwamba ноябр ኖቬምበር novimber نونبر novembri azaroaren"
    ),
    (
        "dec december decembre dezember diciembre dicembre dezembro dez dic desember des joulukuuta joulukuu "
        "joulu detsember dets decembris gruodzio gruodis gruod grudnia grudzien gru prosince prosinec pro "
        "decembra prosinca prosinac decembar децембар дец декември дек декабря декабрь грудня грудень груд "
        "снежня снежань сне decembrie aralik ara dekabr dek δεκεμβριου δεκεμβριοσ δεκ dhjetor dhj desembre "
        "decembro abendua abe rhagfyr rhag nollaig noll דצמבר דצמ׳ ديسمبر دسامبر दिसंबर दिस॰ डिसेंबर डिसें "
        "ডিসেমবর ডিসে ธันวาคม disember dis disyembre დეკემბერი დეკ դեկտեմբերի դեկտեմբեր դեկ желтоқсан жел "
        "دسمبر டிசமபர డిసెంబర ಡಿಸೆಂಬರ ഡിസംബർ ડિસેમબર ਦਸੰਬਰ ডিচেমবৰ ଡିସେମବର डिसेमबर ဒီဇင်ဘာ ທັນວາ ធ្នូ desemba "
        "diseembar disamba декабр ዲሴምበር d’avientu desimber دجنبر decembri abenduaren"
    ),
)

WEEKDAY_NAMES = (
    (
        "mon montag lundi lunes monday mo lun lu lunedi maandag segunda seg mandag man maanantaina maanantai "
        "manudagur esmaspaev pirmdiena pirmd pr pirmadienis poniedzialek pon pondeli po pondelok ponedeljek "
        "ponedjeljak ponedeljak понедељак пон по понеделник пн понедельник понеділок панядзелак luni hetfo "
        "pazartesi pzt δευτερα δευ δε hen dilluns dl luns astelehena al llun ll luan ב׳ الاثنين اثنين دوشنبه "
        "सोमवार सोम सो সোমবার সোম সোঃ วันจันทร์ จันทร์ senin sen isnin isn is ორშაბათი ორშ ორ երկուշաբթի "
        "երկ եկ дүисенбі дс ma pt"
    ),
    (
        "tue tues dienstag tuesday tu mardi mar martes martedi dinsdag terca ter tisdag tis ti tirsdag tirs "
        "tir tysdag ty tiistaina tiistai thridjudagur thri thr teisipaev otrdiena otrd ot antradienis an wtorek "
        "wt wto utery ut utorok torek utorak uto уторак уто ут вторник вто вт вівторок ауторак ау marti kedd "
        "sali sal τριτη τρι τρ dimarts dt asteartea ar maw mairt ג׳ الثلاثاء ثلاثاء سه‌شنبه मंगलवार मंगल मं "
        "मंगळवार मंगळ মঙগলবার মঙগল মঃ วันอังคาร อังคาร selasa sel სამშაბათი სამ სმ երեքշաբթի երք եք сеисенбі "
        "сс sa di ma tor se"
    ),
    (
        "wed wednesday we mittwoch mi mercredi mer me miercoles mie mercoledi woensdag wo quarta qua onsdag "
        "ons on keskiviikkona keskiviikko ke midvikudagur mid kolmapaev tresdiena tresd tr treciadienis sroda "
        "sr sro streda sreda sre srijeda sri среда сре ср сряда середа серада miercuri szerda sze carsamba "
        "car ca cərsənbə τεταρτη τετ τε dimecres dc mercores asteazkena az cead ד׳ الاربعاء اربعاء چهارشنبه "
        "बुधवार बुध बु বুধবার বুধ বুঃ วันพุธ พุธ rabu rab ra miyerkules miy ოთხშაბათი ოთხ ოთ չորեքշաբթի չրք չք "
        "сәрсенбі ce st"
    ),
    (
        "thu thur thurs thursday th donnerstag jeudi jeu je jueves jue giovedi gio donderdag quinta qui "
        "torsdag tors to torstaina torstai fimmtudagur fim fi neljapaev ceturtdiena ceturtd ketvirtadienis kt "
        "czwartek czw ctvrtek stvrtok cetrtek cet cetvrtak четвртак чет че четврток четвъртък чт четверг "
        "четвер чацвер чц joi csutortok cs persembe per πεμπτη πεμ πε enj dijous dj xoves xov xo osteguna og "
        "iau ia deardaoin dear de ה׳ الخميس خميس پنجشنبه गुरुवार गुरु गु বৃহসপতিবার বৃহসপতি বৃঃ วันพฤหัสบดี "
        "พฤหัส พฤ kamis kam khamis kha kh huwebes huw ხუთშაბათი ხუთ ხთ հինգշաբթի հնգ հգ беисенбі бс do ju tor "
        "pe ce st ct"
    ),
    (
        "fri friday fr freitag vendredi ven ve viernes vie vi venerdi vrijdag vr sexta sex fredag fre "
        "perjantaina perjantai fostudagur fos fo reede piektdiena piektd pk penktadienis pn piatek pia patek "
        "piatok pi petek pet petak петак пет пе петок петък пт пятница п'ятниця пятніца vineri vin pentek "
        "cuma cum cu cumə παρασκευη παρ πα pre divendres dv venres ostirala or gwen gwe gw aoine ao ו׳ الجمعة "
        "جمعة جمعه शुकरवार शुकर शु শুকরবার শুকর শুঃ วันศุกร์ ศุกร์ jumat jum jumaat biyernes biy vrydag "
        "პარასკევი პარ პრ ուրբաթ ուր ու жұма жм ju pe pt pa"
    ),
    (
        "sat sonnabend saturday samstag samedi sam sabado sab sabato zaterdag za lordag lor lo "
        "laurdag la lauantaina lauantai laugardagur lau laupaev sestdiena sestd sestadienis sobota sob subota "
        "sub субота суб су сабота саб събота сб суббота sambata szombat szo cumartesi cmt sənbə σαββατο σαβ "
        "σα sht dissabte ds larunbata lr sad sath שבת ש׳ السبت سبت شنبه शनिवार शनि শনিবার শনি วันเสาร์ เสาร์ "
        "sabtu saterdag შაბათი შაბ შბ շաբաթ շբթ շբ сенбі su sa so se st ct"
    ),
    (
        "sun sunday sonntag dimanche dim domingo dom domenica zondag zo sondag son so sunnuntaina "
        "sunnuntai sunnudagur puhapaev svetdiena svetd sv sekmadienis sk niedziela niedz nie nedele ne nedela "
        "nedelja ned nedjelja недеља нед не недела неделя нд воскресенье вс неділя нядзеля duminica dum du "
        "vasarnap pazar paz bazar κυριακη κυρ κυ die diumenge dg igandea ig sul domh א׳ الاحد احد یکشنبه "
        "रविवार रवि রবিবার রবি রঃ วันอาทิตย์ อาทิตย์ อา minggu min ahad ahd ah linggo lin კვირა კვი კვ կիրակի "
        "կիր կր жексенбі жс su so di do pa"
    ),
)

# Hours from UTC. Where one name stands for several zones, the one that feeds mean most often.
ZONE_HOURS = {
    0: "z ut utc gmt wet",
    1: "bst west cet mez met wat",
    2: "cest mesz mest eet cat sast",
    3: "eest msk eat trt idt",
    3.5: "irst",
    4: "gst msd azt amst samt",
    4.5: "irdt aft",
    5: "pkt uzt yekt",
    5.5: "ist slst",
    5.75: "npt",
    6: "almt omst bdt",
    6.5: "mmt",
    7: "wib ict novt krat",
    8: "awst hkt sgt pht myt wita irkt",
    8.75: "acwst",
    9: "jst kst wit yakt",
    9.5: "acst",
    10: "aest vlat chst",
    10.5: "acdt",
    11: "aedt magt sbt",
    12: "nzst fjt pett",
    12.75: "chast",
    13: "nzdt tot",
    13.75: "chadt",
    -1: "azot cvt",
    -2: "brst fnt uyst",
    -2.5: "ndt",
    -3: "adt brt art clst uyt gft pyst",
    -3.5: "nst",
    -4: "edt ast clt vet bot amt pyt gyt",
    -5: "est cdt et pet cot ect",
    -6: "cst mdt ct",
    -7: "mst pdt mt",
    -8: "pst akdt pt",
    -9: "akst hdt",
    -10: "hst",
    -11: "sst",
}
LONG_ZONE_HOURS = {
    "coordinated universal time": 0,
    "universal time": 0,
    "greenwich mean time": 0,
    "british summer time": 1,
    "irish standard time": 1,
    "western european time": 0,
    "western european standard time": 0,
    "western european summer time": 1,
    "central european time": 1,
    "central european standard time": 1,
    "central european summer time": 2,
    "central europe standard time": 1,
    "w. europe standard time": 1,
    "romance standard time": 1,
    "mitteleuropaische zeit": 1,
    "mitteleuropaische normalzeit": 1,
    "mitteleuropaische sommerzeit": 2,
    "heure normale d’europe centrale": 1,
    "heure d’ete d’europe centrale": 2,
    "eastern european time": 2,
    "eastern european standard time": 2,
    "eastern european summer time": 3,
    "moscow standard time": 3,
    "india standard time": 5.5,
    "china standard time": 8,
    "hong kong standard time": 8,
    "singapore standard time": 8,
    "australian western standard time": 8,
    "japan standard time": 9,
    "korea standard time": 9,
    "korean standard time": 9,
    "australian eastern standard time": 10,
    "australian eastern daylight time": 11,
    "new zealand standard time": 12,
    "new zealand daylight time": 13,
    "brasilia standard time": -3,
    "argentina standard time": -3,
    "atlantic standard time": -4,
    "atlantic daylight time": -3,
    "eastern standard time": -5,
    "eastern daylight time": -4,
    "central standard time": -6,
    "central daylight time": -5,
    "mountain standard time": -7,
    "mountain daylight time": -6,
    "pacific standard time": -8,
    "pacific daylight time": -7,
    "alaska standard time": -9,
    "alaska daylight time": -8,
    "hawaii-aleutian standard time": -10,
    "hawaiian standard time": -10,
}
