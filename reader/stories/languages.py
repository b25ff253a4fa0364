"""What the comparison of articles knows of each language: stop words, words of all news, and endings.

Everything is spelled as :func:`reader.text.folding.fold_letters` spells it: without accents, ß as ss. Stop words are
the pronouns, articles, prepositions, conjunctions and auxiliary verbs of each language, and serve to recognise it.
"""

from __future__ import annotations

from collections.abc import Mapping

STOP_WORDS: Mapping[str, str] = {
    "de": """
    aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus bei
    beim bin bis bist da damit dann das dass dein deine dem den denen denn der deren des dessen die dies diese
    diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es etwa etwas euch euer fur
    gegen gibt hab habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres
    im in ins ist ja jede jedem jeden jeder jedes jene jetzt kann kaum kein keine keinem keinen keiner konnen
    konnte konnten machen man mehr mein meine mit muss mussen musste nach nicht nichts noch nun nur ob oder ohne
    schon sehr sein seine seinem seinen seiner seines seit selbst sich sie sind so sogar soll sollen sollte
    sollten sondern sonst uber um und uns unser unsere unter viel viele vielen vom von vor wahrend war waren warum
    was weg weil weiter wenn wer werden wie wieder will wir wird wo wohl wollen wollte worden wurde wurden zu zum
    zur zwar zwischen ab bereits dabei dafur dagegen darauf darum davon dazu ehe erst gar immer jedoch laut lassen
    liess mal neben rund trotz wegen welche welcher welches wen wem weiss zwei drei drohen wollten wolle werde
    geht gehen kommt kommen
    """,
    "en": """
    about above after again against all also am an and any are as at be because been before being below between
    both but by can could did do does doing down during each few for from further get gets getting got had has
    have having he her here hers herself him himself his how if in into is it its itself just like may me might
    more most much must my myself new no nor not now of off on once one only or other our ours out over own said
    same say says she should so some such than that the their theirs them themselves then there these they this
    those through to too two under until up upon us very via was we were what when where which while who whom why
    will with within without would you your yours amid among around across another back still yet first last since
    three make makes made take takes took going go goes went come comes came let don doesn didn isn won ve re ll
    """,
    "fr": """
    a ai ainsi alors apres au aucun aussi autre autres aux avait avant avec avoir ans bien c ca car ce ceci cela
    celle celles celui ces cet cette ceux chez comme comment contre d dans de depuis des deux donc dont du elle
    elles en encore entre est et ete etait etre eux fait faire font ici il ils j je jusqu l la le les leur leurs
    lors lui m ma mais me meme mes moi moins mon n ne ni nos notre nous on ont ou par parce pas pendant peu peut
    plus pour pourquoi qu quand que quel quelle quelles quels qui s sa sans se sera ses si soit son sont sous sur
    t ta te tes toi ton tous tout toute toutes tres trop tu un une va vers voici vos votre vous y selon face
    """,
    "it": """
    a ad agli ai al alla alle allo anche ancora avanti aveva c che chi ci come con contro cosi cui d da dagli dai
    dal dalla dalle dallo degli dei del della delle dello dentro di dopo dove due e ed era erano essere fa fino
    fra gia gli ha hanno i il in io l la le lei lo loro lui ma mentre mi mio ne negli nei nel nella nelle nello no
    noi non nostro o ogni oltre ora per perche piu poi prima quale quando quanto quella quelle quelli quello
    questa queste questi questo qui sara se sei senza si sia sono sopra sotto stata stati stato su sua sue sugli
    sui sul sulla sulle suo suoi tra tre tu tutti tutto un una uno vi voi secondo
    """,
    "es": """
    a al algo algunos ante antes aquel asi aun aunque bajo bien cada casi como con contra cual cuando de del desde
    despues dice donde dos durante e el ella ellas ellos en entre era es esa ese eso esta estan estar estas este
    esto estos fue fueron ha hace hacia han hasta hay la las le les lo los mas me mi mientras muy nada ni no nos o
    otra otras otro otros para pero poco por porque que quien se sea segun ser si sido sin sobre solo son su sus
    tambien tan tanto te tiene tienen todo todos tras tres tu un una uno unos va y ya yo
    """,
    "nl": """
    aan al alle alleen als althans ander andere bij binnen boven daar daarom dan dat de den der deze die dit doen
    door dus een en er ge geen haar had hadden heb hebben heeft hem hen het hier hij hoe hun ik in is ja je kan
    komt kon kunnen maar me meer men met mij mijn moet moeten na naar niet niets nog nu of om omdat onder ons onze
    ook op over per sinds te tegen toch toen tot tussen twee uit van vanaf veel voor vooral waar waarom wat we
    weer wel werd werden wie wij wil word worden wordt ze zei zelf zich zij zijn zo zonder zou zouden zullen gaat
    nieuwe
    """,
    "pl": """
    a aby ale bardzo bedzie bez bo byc byl byla bylo byly co czy dla do dwa gdy gdzie go i ich im inne iz ja jak
    jako je jednak jego jej jest jeszcze jesli juz kiedy kto ktora ktore ktory ktorych ktorzy ku lub ma maja mi
    miedzy mnie moze mozna na nad nam nas nawet nia nic nie nim niz no o od ona oni ono oraz pan po pod podczas
    ponad przed przez przy raz sa sie swoje ta tak takie takze tam te tego tej ten to trzy tu tych tylko tym u w
    we wiec wszystko wszystkich z za ze zostal zostala
    """,
}  # fmt: skip
# Words that are common in all news, so that sharing them says little.
COMMON_WORDS: Mapping[str, str] = {
    "de": """
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar marz april mai juni juli
    august september oktober november dezember jahr jahre jahren monat monate monaten woche wochen tag tage tagen
    stunde stunden minute minuten uhr heute gestern morgen abend nacht mittag vormittag nachmittag mensch menschen
    leute land stadt neu neue neuer neues neuen gross grosse grosser grossen klein erste ersten erster zweite
    zweiten dritte letzte letzten mann frau kind kinder million millionen milliarde milliarden euro prozent teil
    ende anfang grund fall frage fragen antworten problem folge folgen deutschland deutsche deutschen deutscher
    angaben sagt sagte sagen mitteilte teilte berichtet bericht fordert forderte fordern kritik zahl zahlen hoch
    viel gut besser alt alten lange lang nahe seite ziel zeit platz rest welt leben haus wichtigsten wichtig
    uberblick zuletzt bisher kunftig erneut deutlich weniger knapp etwa polizei bund lander regierung
    bundesregierung steigt sinkt steigen sinken start startet beginnt plan plane planen zeigt zeigen steht stehen
    liegt liegen bleibt bleiben halt halten nimmt nehmen findet gefunden bekommt bekommen macht bringt bringen
    sieht sehen weltweit bundesweit nachdem darf durfen offenbar mindestens nachste nachsten vergangenen
    vergangene kommenden kommende minister prasident chef chefin experte experten
    """,
    "en": """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december year years month months week weeks day days hour hours minute minutes
    today yesterday tomorrow morning evening night people man woman men women child children million billion
    percent cent per part end start report reports reported according official officials government minister
    president chief police country city town state world life home time old young big small high low long next
    second third four five six seven eight nine ten early late top best good bad set plan plans planned call calls
    called want wants wanted need needs find finds found show shows showed look looks keep give gives given told
    tell tells ask asks asked face faces faced know live latest news update updates former local national
    international public group company companies number thousand thousands hundred hundreds expected announce
    announced announces begin begins began hit hits see seen use used work working way thing things back rise
    rises rose fall falls fell lead leads led hold holds held run runs happen happened everything question
    questions answer answers explained
    """,
    "fr": """
    lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre
    octobre novembre decembre annee annees mois semaine jour jours heure heures minutes aujourd hui hier demain
    matin soir nuit homme femme hommes femmes enfants million millions milliard milliards euros pour cent pays
    ville monde vie temps nouveau nouvelle nouveaux premier premiere deuxieme dernier derniere grand grande petit
    annonce annoncent dit gouvernement ministre president police direct
    """,
    "it": """
    lunedi martedi mercoledi giovedi venerdi sabato domenica gennaio febbraio marzo aprile maggio giugno luglio
    agosto settembre ottobre novembre dicembre anno anni mese mesi settimana giorno giorni ore ora minuti oggi
    ieri domani mattina sera notte uomo donna uomini donne bambini milioni miliardi euro cento paese citta mondo
    vita tempo nuovo nuova nuovi primo prima ultimo grande governo ministro presidente polizia diretta
    """,
    "es": """
    lunes martes miercoles jueves viernes sabado domingo enero febrero marzo abril mayo junio julio agosto
    septiembre octubre noviembre diciembre ano anos mes meses semana dia dias hora horas minutos hoy ayer manana
    noche tarde hombre mujer hombres mujeres ninos millon millones euros ciento pais ciudad mundo vida tiempo
    nuevo nueva nuevos primer primera primero ultimo ultima gran grande gobierno ministro presidente policia
    directo
    """,
    "nl": """
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart april mei juni juli augustus
    september oktober november december jaar jaren maand maanden week weken dag dagen uur minuten vandaag gisteren
    morgen avond nacht man vrouw mensen kinderen miljoen miljard euro procent land stad wereld leven tijd nieuw
    eerste tweede laatste groot grote klein kabinet minister president politie live
    """,
    "pl": """
    poniedzialek wtorek sroda czwartek piatek sobota niedziela stycznia lutego marca kwietnia maja czerwca lipca
    sierpnia wrzesnia pazdziernika listopada grudnia rok roku lat miesiac miesiecy tydzien tygodni dzien dni
    godzin minut dzis dzisiaj wczoraj jutro rano wieczor noc czlowiek ludzi kobieta mezczyzna dzieci milion
    milionow miliard zlotych procent kraj miasto swiat zycie czas nowy nowa nowe pierwszy pierwsza ostatni wielki
    rzad minister prezydent policja
    """,
}
WEEKDAYS: Mapping[str, str] = {
    "de": """
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
    """,
    "en": """
    monday tuesday wednesday thursday friday saturday sunday
    """,
    "fr": """
    lundi mardi mercredi jeudi vendredi samedi dimanche
    """,
    "it": """
    lunedi martedi mercoledi giovedi venerdi sabato domenica
    """,
    "es": """
    lunes martes miercoles jueves viernes sabado domingo
    """,
    "nl": """
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    """,
    "pl": """
    poniedzialek wtorek sroda czwartek piatek sobota niedziela
    """,
}
# Words that name, in a title, a kind of article that comes again and again and reports no event.
REGULAR_WORDS: Mapping[str, str] = {
    "de": """
    horoskop tageshoroskop wochenhoroskop sternzeichen quiz wochenquiz newsquiz ratsel kreuzwortratsel sudoku
    liveticker live ticker newsblog liveblog livestream podcast newsletter presseschau wochenvorschau
    wochenruckblick ruckblick kolumne glosse leserbriefe rezept rezepte fernsehtipp tvtipp tipps wetter
    wetterbericht wettervorhersage lotto lottozahlen gewinnzahlen benzinpreise spritpreise polizeibericht
    blaulicht blitzer verkehrsmeldungen veranstaltungstipps kinotipps morgenlage uberblick fundstuck bilderstrecke
    """,
    "en": """
    horoscope horoscopes zodiac quiz crossword sudoku wordle live liveblog blog podcast newsletter briefing
    roundup column ethicist letters recipe recipes tonight weather forecast lottery petrol blotter departures
    arrivals closures digest playlist mystic obituaries listings
    """,
    "fr": """
    horoscope quiz mots croises sudoku direct podcast newsletter revue presse recette recettes meteo loto tirage
    """,
    "it": """
    oroscopo quiz cruciverba sudoku diretta podcast newsletter rassegna ricetta ricette meteo previsioni lotto
    """,
    "es": """
    horoscopo quiz crucigrama sudoku directo podcast boletin receta recetas tiempo pronostico loteria sorteo
    """,
    "nl": """
    horoscoop quiz kruiswoordraadsel sudoku liveblog live podcast nieuwsbrief recept weerbericht lotto trekking
    """,
    "pl": """
    horoskop quiz krzyzowka sudoku zywo relacja podcast newsletter przepis pogoda prognoza lotto losowanie
    """,
}
# Endings that are taken off a word, the longest first: of cases, numbers and persons, not of derivations.
ENDINGS: Mapping[str, tuple[str, ...]] = {
    "de": (
        "innen", "erin", "ern", "end", "est", "en", "er", "em", "es", "et", "in", "st", "e", "n", "s", "t"
    ),
    "en": (
        "ations", "ation", "ings", "ing", "ers", "ies", "ed", "er", "es", "ly", "al", "y", "s", "e"
    ),
    "fr": (
        "issements", "issement", "ements", "ement", "ations", "ation", "euses", "euse", "iques", "aient", "ives",
        "elles", "elle", "eaux", "eurs", "eur", "ees", "ant", "ent", "ais", "ait", "aux", "eau", "ee", "er", "es",
        "ez", "al", "e", "s", "x"
    ),
    "it": (
        "azioni", "azione", "amento", "amenti", "iche", "ando", "endo", "ano", "ono", "ato", "ata", "ati", "ate",
        "are", "ere", "ire", "hi", "he", "a", "e", "i", "o"
    ),
    "es": (
        "aciones", "acion", "amiento", "mente", "ando", "iendo", "adas", "ados", "ada", "ado", "aron", "ieron",
        "ces", "es", "os", "as", "ar", "er", "ir", "an", "en", "a", "e", "o", "s"
    ),
    "nl": (
        "heden", "ingen", "ende", "ers", "ing", "en", "er", "es", "de", "te", "e", "s", "t"
    ),
    "pl": (
        "owego", "owych", "iego", "iej", "ami", "ach", "ego", "emu", "owi", "ych", "ymi", "ow", "om", "em", "ie",
        "ej", "ym", "im", "ia", "iu", "a", "e", "i", "o", "u", "y"
    ),
}  # fmt: skip
