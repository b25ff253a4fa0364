"""The words of whole subjects: they are in the news every day, so that sharing one says little.

How rare a word is follows from the articles of the last days. Until there are many of them, these words count as if a
hundredth of all articles had them, and other words as if hardly any had.
"""

from __future__ import annotations

from collections.abc import Mapping

TOPIC_WORDS: Mapping[str, str] = {
    "en": """
    accident accused act action activist actor age agency agreement aid air airline airport alcohol ambulance
    animal app appeal army arrest arrested art artist assembly attack attempt auction award baby ball ban band
    bank bar battery battle beach bear beat benefit bid bike bill bird birth block blood board boat body bomb bond
    bonus book border boss box boy brand break bridge britain british budget bug building bus business buy buyer
    cabinet camera camp campaign cancer candidate car card care career case cash cat cell centre center century
    ceo champion championship chance change charge charged charity chip church cinema citizen claim class clean
    climate close club coach coal coalition coast code coffee collapse college committee community computer
    concern concert condition conference congress conservative consumer contract control cost council couple court
    cover crash crew crime crisis critic cup currency cut cyber damage data date daughter dead deal death debate
    debt decade decision decline deep defence defense defeat delay delivery demand democrat department design
    detail develop device die died digital dinner director disease dispute doctor dog dollar door dozen draft
    drama draw drink drive driver drone drop drug earthquake east economy edition education effect effort election
    electric electricity emergency emission employee employer energy engine engineer england english environment
    error escape europe european evacuate event evidence exam exchange executive expert explosion export eye
    factory fail failed fake family fan far farm farmer father fear feature fee festival field fight figure file
    film final finance fine fire fish flag flat fleet flight flood floor flower food football force forecast
    forest form forward france free french friend front fuel full fund funding future gain game garden gas gender
    general german germany girl goal gold golf goods green ground growth guard guest guide gun hall harbour head
    health hearing heart heat help hero hill history hole holiday home hope horse hospital host hotel house
    household housing husband ice idea identity illegal image impact import income increase independent index
    india industry inflation information injured injury inquiry insurance interest internet interview
    investigation investor iran iraq iron island israel issue italy japan job join journalist judge junior jury
    justice key kick kill killed king kitchen labour labor lake land landing language laptop large launch law
    lawmaker lawsuit lawyer leader leak league lesson letter level licence license lift light limit line list loan
    lord lose loss lost love low machine mail main major maker manager map march mark market marriage mass master
    match material mayor meal measure media medical medicine meet meeting member memory merger message metal mile
    military milk mine miner mission mistake mobile model money mortgage mother motor motorway mountain move movie
    murder museum music name nation nato nature navy near negotiation network nine noise north northern note
    nuclear nurse ocean offer office officer oil olympic open opening opera operation operator opponent opposition
    option order organisation owner ownership page paint pair palace panel paper parent park parliament party
    passenger password patch patient pay payment peace penalty pension performance period permit person phone
    photo picture pilot pipeline place plane planet plant plastic platform play player point pole policy poll pool
    poor pope popular population port position post pound power premier press pressure prevent price primary
    prince princess prison prisoner private prize probe problem process product production profit program
    programme project property prosecutor protect protest proposal public publish pupil push quake quarter queen
    quit race radio rail railway rain raise rally range rate reach reaction reader record recovery red reform
    refugee refuse region regulator reject release rent republican rescue rescuer research researcher reserve
    resident resign resignation response restaurant result retail return revenue review right ring rise risk rival
    river road robot rocket role room royal rugby rule ruling run russia russian safe safety sale sales satellite
    save scandal scheme school science scientist score scotland scottish screen sea search seat second secretary
    section sector security sell senate senator senior sentence series serious server service session settle
    settlement sex share shareholder ship shooting shop short shot shut side sign signal single site ski small
    smartphone snow social society software solar soldier solution song source south southern space spain speech
    speed sport spot spring squad staff stage stake star start statement station statue steal steel step stock
    stolen stop storage store storm story strategy stream street strike strong student studio study subscriber
    suffer summer summit supplier supply support supporter supreme surge survey suspect system table talk talks
    target tariff tax teacher team tech technology teenager television temperature tennis tenant term terminal
    test text theatre theft threat threaten ticket tie title tool tour tourism tourist tower toxic track trade
    traffic train training transport travel treatment treaty tree trial trip troops truck trust try turbine turn
    ukraine union unit united universe university user vaccine value van vehicle venture verdict version veteran
    victim victory video view village virus visit visitor voice volcano vote voter wage wait walk wall war warn
    warning washington waste watch water wave weapon weather website wedding weekend weight west western white
    wife wild win wind window winner winter wine witness wood word worker workers worth wound wounded writer wrong
    young zone kids older rollout widen lower higher mixed heavy severe historic annual rare famous huge deadly
    guilty missing
    """,
    "de": """
    abend abgeordnete abgesturzt abkommen abschied absturz achtelfinale achtzehn aktie aktien aktion alarm alkohol
    allianz alte alter amt amtsgericht anbieter angebot angeklagter angriff angst anhalt anklage anlage anschlag
    anschluss antrag anwalt anwohner app arbeit arbeiter arbeitgeber arbeitnehmer arbeitsplatz argument armee arzt
    arzte atom aufgabe aufklarung aufsichtsrat auftrag auftritt auge ausbau ausbildung ausfall ausgabe ausland aussage
    ausschreibung ausstand ausstellung auswahl ausweis auto autobahn autofahrer autor baden bahn bahnhof ball band
    bank bau bauen bauer bauern baum bayern beamter bedingung beginnen behorde beispiel beitrag bereich berg bergung
    beruf beschaftigte beschluss besitzer besuch besucher betreiber betrieb betroffen betroffene betrug bevolkerung
    beweis bewohner bgh bild bildung blick boden bombe boot borse brand brandenburg bremen bremse brennen brief brite
    britisch brucke bruder buch bude bundesfinanzhof bundesgerichtshof bundeskanzler bundeskartellamt bundesliga
    bundesrat bundestag bundeswehr burger burgerentscheid burgermeister bus bussgeld chance china chinesisch club
    computer dach datei daten debatte demokratie demonstration dieb diebstahl dienst digital direktor dollar dorf
    drama dreissig dreizehn drohne druck dutzend ehe ehemalig eigentumer einfluss eingesturzt einheit einkommen
    einnahme einsatz einsturz einwohner eis elektro elf elfmeter eltern emission enden endspiel energie entdeckt
    entgleisen entgleist entlassung entscheidung entwicklung erdbeben erde erfolg ergebnis erhalten ermittler
    ermittlung ernte eroffnet erreichen ersatz erstmals europa europaisch evakuieren experte explodieren export fabrik
    fahrer fahrgast fahrt fahrzeug familie fan farbe fc fehler feier feld fenster ferien fernsehen fest festgenommen
    feuer feuerwehr filiale film finale finanzchef firma fisch flache flucht fluchtling flug fluggast flughafen
    flugzeug fluss flut folge fordern forderung form forscher forschung foto frankreich franzosisch frei freiheit
    freiheitsstrafe freund frieden fruh fruher fuhren fuhrung funfzehn funfzig fusion fusionieren fussball gas gast
    gebaude gebiet geborgen geburt gefahr gefangnis geheim gekentert geld geldstrafe geloscht gemeinde gemeinderat
    gemeinsam genehmigung geraumt gerettet gericht geschaft geschichte geschlossen gesellschaft gesetz gesperrt
    gesprach gestorben gesturzt gesundheit gesunken gewalt gewerkschaft gewinn gewinnen gewinner gewinnt gift glas
    gold grenze grun grundstuck gruppe hafen haft haftstrafe halbfinale halle hand handel handler handy haushalt
    haushalte heim heimat heizung held helfen helfer herbst hersteller herz hessen hilfe hinspiel hitze hochschule hof
    hoffnung hohe hoher holstein holz hotel hund hundert idee immobilie impfung import index industrie inflation
    information initiative insel insolvent insolvenz insolvenzverfahren integration interesse internet interview
    investition investor jagd job journalist jubilaum jugend jugendliche junge jury justiz kabinett kaffee kamera
    kampagne kampf kandidat kanzler kapitan karte kartellamt kasse katastrophe katze kauf kaufen kaufer kentern kirche
    klage klasse klima klinik koalition kollege kollidieren kollision kommission kommune konflikt konig konjunktur
    konzern konzert kopf korper kosten kraft kraftwerk kranke krankenhaus krankheit krieg kriminalitat krise kuche
    kultur kunde kundigung kunftig kunst kunstler kurs kuste laden lage lager landgericht landkreis landrat landtag
    landwirt lebenslang legen lehrer leiche leicht leistung leiter leitung licht lied liga linie liste lohn los
    loschen losung lowe luft macht maler mangel mannschaft marke markt maschine masse material mauer mecklenburg
    medien medikament medizin meer mehrheit meister meisterschaft meldung messe messer metall miete mieter militar
    mission mitarbeiter mitglied mittel mobel modell moglich mord motor mull museum musik mutter nachbar nachricht
    nacht name natur nebel netz niederlage niedersachsen niedrig nord norden nordrhein not notfall notruf nummer
    nutzer oberlandesgericht offen ol oper opfer opposition ort osten osterreich paket panne papier park parlament
    partei partie partner passagier patient pause person personal pfalz pfarrer pflanze pfleger pflicht planen pleite
    pokal politik politiker politisch portal post prallen prallte praxis preis premiere presse problem produkt
    produktion produzent professor programm projekt protest prozess prufung publikum punkt qualitat quartal rabatt rad
    radfahrer rakete rat rathaus raum raumung rechner rechnung recht reform regel regen region regionalliga regisseur
    reihe reise reisende rekord rente rentner republik restaurant retten retter rettung revision rheinland richter
    risiko roboter rolle roman rot ruckgang ruckruf ruckspiel rucktritt ruhe runde russisch russland saarland sache
    sachsen saison sanger satellit schaden schiff schlag schlagt schleswig schloss schluss schnee schrift schritt
    schuld schule schuler schutz schwach schweiz schwer schwimmbad sechzehn sechzig see seenotretter seilbahn senat
    serie server setzen sicher sicherheit sicht sieg sieger signal sinken sitz sitzung sohn soldat sommer sonne sorge
    sozial spanien sparen spater spd speicher spiel spieler sport sprache sprecher spur staat staatsanwalt
    staatsanwaltschaft stadion stadtrat standort star stark start station statistik steigen stelle stellen sterben
    steuer stichwahl stiftung stimme stoff strafe strasse strecke streik streit strom stuck student studie sturm
    sturzen suche suchen suden sv system tarif tarifvertrag tat tater tausend team technik teils test teuer text
    theater thema thuringen ticket tier tiere tierpark tod tor torwart tot tote toten tourismus tourist tradition
    trainer training transport trauer treffen trend trotz tsv turm turnier uberfall ubernahme ukraine umfrage umsatz
    umstritten umwelt unfall unglucks uni universitat unternehmen unterricht unterstutzung untersuchung unwetter
    urlaub ursache urteil vater verband verbot verbraucher verbrechen verdacht verdachtiger verein verfahren
    verfassung vergleich verhandlung verkauf verkaufen verkehr verlag verlangert verlangerung verlassen verletzt
    verletzte verlieren verliert verlust vermisst vermisste verschuttet versicherung version verspatung versuch
    verteidiger vertrag vertrauen verurteilt verwaltung verwaltungsgericht video viertelfinale vierzehn vierzig virus
    vogel volk volksentscheid vorpommern vorschlag vorsitzender vorsprung vorstand vorwurf vorzeitig wachstum waffe
    wahl wahler wald wand ware warnen warnstreik warnt warnung wasser weg weihnachten weihnachtsmarkt wein weiterhin
    werbung werk wert westen westfalen wettbewerb wetter widerstand wind winter wirtschaft wissenschaft
    wissenschaftler wochenende wohnung wort wunsch wurttemberg zahlen zahlungsunfahig zeichen zeitung zentrum zeuge
    zins zoll zoo zug zugang zuge zukunft zuruckrufen zusammengestossen zusammenstoss zusammenstossen zuschauer
    zustand zwang zwanzig zwolf
    """,
    "fr": """
    accord accident affaire aide air allemagne ancien armee arrete arret assemblee attaque attentat avion avocat
    banque bilan blesse blesses bourse budget camp campagne candidat carte cas chaleur champion chef chine chute
    cinema climat club code coalition commission conflit conseil contrat cour course crise culture debat decision
    defense depart depute deputes directeur droit eau ecole economie election elections elu emploi energie enfant
    enquete entreprise etat etats etude europe europeen famille feu film final finale football force forces france
    francais gaz greve groupe guerre hausse hopital incendie industrie inflation international interieur israel
    jeu jeux joueur journal juge jury justice legislatives liberte ligne livre logement loi maire maison maladie
    manifestation marche match medecin medias mer mesure mesures mort morts musique opposition parlement parti
    patient patron peine peuple place plage plainte plan police politique population port pouvoir premier presse
    prison prix proces production professeur projet protection public publique quartier recherche recul reforme
    reponse reseau resultat retraite retraites reunion riche route russie russe sante saison salaire science
    scrutin securite senat service social societe soldat soutien sport syndicat systeme tempete terre theatre
    titre tour train trafic transport travail tribunal ukraine union usine vaccin vente victime victimes victoire
    violence virus voiture voix vol vote
    """,
    "it": """
    accordo aereo aiuti allarme appello arresto arrestato assemblea attacco auto azienda aziende banca borsa
    bilancio calcio camera campagna campionato candidato carcere casa caso centro chiesa cinema citta clima
    commissione consiglio contratto corte crisi cultura decreto diritti direttore donne economia elezioni
    emergenza energia esame europa europeo famiglia ferito feriti festa film finale forza forze fuoco gara gas
    germania giudice giustizia gol guerra imprese incendio incidente inchiesta industria inflazione italia
    italiano lavoro legge libro lega mare mercato misure morte morto morti musica nave opposizione ospedale pace
    parlamento partita partito paziente pensione pensioni persone piano politica porto premier premio prezzi
    procura processo progetto protesta record referendum regione riforma rischio russia salute sanita scuola
    sciopero sconfitta senato servizio sicurezza sindaco sindacati societa sport squadra stato strada studenti
    studio tasse terra terremoto testo torneo traffico treno tribunale ucraina unione universita vaccino vertice
    vigili vino violenza virus vittima vittime vittoria voto
    """,
    "es": """
    accidente acuerdo agua alcalde alerta apoyo asamblea ataque avion ayuda ayuntamiento banco barrio bolsa
    bomberos calor camara campana campeon candidato carcel casa caso causa centro cine clima coche comercio
    comision congreso consejo construccion contrato copa corte crisis cultura debate defensa derecho derechos
    desarrollo deuda diputado director economia educacion ejercito eleccion elecciones empleo empresa empresas
    energia equipo escuela espana espanol estado estudio europa europea familia fallece fiesta final fiscal fuego
    fuerza fuerzas futbol gas gol guerra heridos herido historia hospital huelga incendio industria inflacion
    investigacion israel jefe juego juez juicio justicia ley liga libro lluvia madre mar marcha medida medidas
    mercado mercados muerte muerto muertos musica obra oposicion partido paz pena pension plan politica precio
    precios premio prensa primer prision proceso produccion protesta proyecto pueblo reforma region rescate riesgo
    rusia salud sanidad sector seguridad senado sentencia servicio sindicato sindicatos sistema sociedad temporal
    terremoto trabajo trabajadores trafico tren tribunal ucrania union universidad vacuna valor venta victima
    victimas victoria violencia virus visita vivienda voto vuelo
    """,
    "nl": """
    aanslag aanval actie advocaat akkoord ambtenaar auto baan bank bedrijf bedrijven belasting bestuur beurs
    bezoek boek boer boeren boete bond brand brandweer brug burgemeester bus club coalitie concert corona crisis
    dader debat dier dijk dode doden dokter dorp drugs economie eiland elektrisch energie europa europese familie
    film finale fiets fietser financien gas gebied geld gemeente gewond gewonden gezin gezondheid goal haven hitte
    hof hotel huis huizen huur industrie inflatie inwoners jongen jongeren kamer kerk klimaat klas kosten kunst
    leerling leraar lijn loon maatregel machine markt meisje minister moord museum muziek natuur nederland
    nederlands nederlandse omwonenden onderwijs onderzoek ongeluk oorlog opvang overheid partij patient plan
    politiek premier prijs prijzen proces proef project protest provincie punt raad rechtbank rechter regen
    regering regio rente rijk rivier russisch rusland school schip slachtoffer spoor staking station stem stikstof
    stroom student studie supermarkt trein trainer uitspraak uitstoot universiteit vakbond verdachte verbod
    vergunning verkeer verkiezing verkiezingen verlies vliegtuig vlucht voetbal vrede vrijheid water weer
    wedstrijd weg werk wet wind winst woning woningen ziekenhuis zon zorg
    """,
    "pl": """
    afera akcja atak auto bank bilet budzet budowa burza cena ceny choroba cios ciezarowka decyzja demokracja dom
    dotacja dzialania dziecko energia europa europejski ewakuacja film final firma gaz gmina granica grupa
    historia inflacja inwestycja izrael kampania kandydat kara karta katastrofa kierowca klub koalicja komisja
    koncert konferencja konflikt kosciol koszt kraj kredyt kryzys ksiazka kultura lekarz liga lot lotnisko mecz
    media miejsce mieszkanie mieszkancy mistrz most muzeum muzyka nagroda nauczyciel ofiara ofiary ogien operacja
    opozycja osoba osoby partia pacjent pieniadze pilka plan pociag podatek pogoda pogrzeb pokoj polityk polska
    polski pomoc posel posiedzenie powodz pozar praca pracownik prawo premier program projekt prokuratura protest
    przemysl punkt rada ranni ranny reforma region rolnicy rosja rynek ruch samochod samolot sad sejm sezon
    skandal smierc spolka sport sprawa statek strajk strona strazacy student susza szef szkola szpital trener
    ukraina umowa unia ustawa uczen wirus wladza wniosek woda wojna wojsko wybory wygrana wypadek wyrok zarzut
    zawodnik zdrowie zespol zginal zgoda zmiana zwiazek zwyciestwo zycie
    """,
}
