"""Frequent given names, folded: evidence that words are a person where a page says nothing else about them.

"Rosa Lind" in bold below a text is its author, "Bad Lind" is a place. The list need not be complete: a name that is
missing only leaves a person unrecognised where nothing else names one. Given names that are frequent words or places
as well (May, Will, Mark, Paris, Florence) are left out.
"""

from __future__ import annotations

from functools import cache

from reader.people.judge import looks_like_person
from reader.text import fold

_NAMES = """
aaron abdul abel abigail abraham achim ada adam adele adelheid adeola adrian adriana adriano adrien agata agathe
agnes agnieszka ahmad ahmed ahmet aidan aileen aino aisha akin akua alain alan alana alba albert alberto albrecht
aldo alejandra alejandro aleksander aleksandra aleksi alena alessandra alessandro alessia alessio alex alexa
alexander alexandra alexandre alexej alexey alexia alexis alfons alfonso alfred alfredo ali alice alicia alicja
alina aline aliou alison alissa allison alma alois alvaro amadou amal amalia amanda amara amelia amelie amina amir
amit amrita ana anabel anais anand anastasia anastasiya anders andre andrea andreas andree andreea andrej andres
andrew andrey andriy andrzej andy anette angel angela angelika angelina angelique angelo angie anika anil anita anja
anjali anke ann anna annabel april annabelle annalena anne annegret anneke anneli annelie annelies anneliese annemarie
annemiek annett annette annika ansgar antje antoine anton antonella antonia antonie antonin antonio antti anuradha
anya aparna ariane arianna ariel arjen arjun armando armin arnaud arndt arne arno arnold artem arthur artur arturo
arun arvid arvind asa ashok asif astrid athanasios attila aude audrey auguste aurelie aurelien aurora axel aylin
ayse aziz babette balazs baptiste barbara barry bartosz bas bashir bastian beata beate beatka beatrice beatrix
beatriz ben benedetta benedict benedikt bengt benjamin benno benoit berit bernadette bernard bernardo bernd bernhard
bernt bert berta bertha berthold bertrand beth betina bettina betty bianca bilal bill birgit birgitta birte birthe
bjarne bjorn blanca bo bob bodo bogdan bohdan boris bosse bradley bram brandon brenda brendan brian brice bridget
brigitta brigitte britta brooke bruce brunhilde bruno bryan burkhard caitlin calvin camila camille candice carina
carl carla carlo carlos carmen carol carola carole carolin caroline carolyn carsten casper cassandra catalina
catarina caterina catherine cathrin cathy catia cecile cecilia cecilie cedric celia celine chad chantal charles
charlie charlotta charlotte chiara chidi chinua chloe chris christa christel christian christiane christin christina
christine christof christoph christophe christopher christos cindy claas claire clara clarissa claude claudia
claudine claudio claus clemens clement clementine colette colin connie connor conny conrad constantin constanze
corinna corinne cornelia cornelius cosima cosmin craig cristian cristiano cristina cristobal cynthia cyril czeslaw
daan dagmar dagny dalia damian damien dan dana daniel daniela daniele danielle danny danuta daria dario dariusz
darren dave david davide dawid debbie deborah deepa deepak deirdre delphine denis denise dennis derek desiree detlef
detlev devika diana diane diego dieter dietmar dietrich dimitri dimitris dina dinah diogo dirk djamila dmitri dmitry
dolores dominic dominik dominika dominique don donald donata donatella dora doreen doris dorit dorothea dorothee
dorothy doug douglas dragos duncan dustin dylan ebba eberhard eckart eckhard edda eddie edgar edith edmund edoardo
eduard eduardo edward edwin eero egbert egon ehrhard eileen eirik ekaterina ekkehard elaine elena eleni eleonora
eleonore elfriede elia eliane elias elif elin eliot elisa elisabeth elisabetta elise elizabeth elke ella ellen
elliot elodie eloise elsa elsbeth elvira elzbieta emanuel emanuela emanuele emelie emil emile emilia emiliano emilie
emilio emilka emily emma emmanuel emmanuelle emre engelbert enrico enrique erasmus eric erica erich erik erika erin
erna ernestine ernesto ernst erwin erzsebet esben esra esteban estelle esther eszter ethan etienne eugen eugene
eugenia eugenio eva evan evelin evelina eveline evelyn evgeny ewa ewald ewelina fabian fabienne fabio fabiola
fabrice fabrizio faisal fanny farah farid fatih fatima fatma fatou federica federico felicia felicitas felix femke
ferdinand ferenc fergus fernanda fernando filip filippo finn fiona flavia flavio floor florentin florentine florian
florin francesca francesco francine francis francisca francisco franck franco francois francoise frank franka
frankie franz franziska fred freddy frederic frederick frederik frederike frederikke fredrik frida frieda frieder
friederike friedhelm friedrich fritz frode gabi gabor gabriel gabriela gabriele gabriella gabrielle gaelle gaetan
gareth gary gaspard gavin gemma genevieve geoff geoffrey georg george georges georgina gerald geraldine gerard
gerardo gerd gerda gerhard gerlinde germaine gernot gerold gerrit gert gertraud gertrud giacomo gianluca gianni
gideon gilbert gilles gina giorgia giorgio giovanna giovanni gisela gita gitte giulia giuliana giuliano giulio
giuseppe gloria gonzalo goran gordon gosia grace graeme graham grazyna greg gregor gregory greta gretchen grit
grzegorz gudrun guenther guido guilherme guillaume guillermo gun gunda gunhild gunnar gunter gunther gustav gustavo
guy gwen gyorgy gyula habib hadi hakan hakon hala halina hamid hamza hanan hanna hannah hanne hannelore hannes hans
hansjorg harald hariet harold harpreet harriet harry hartmut hassan hasso hector hedda hedwig heidi heidrun heike
heikki heiko heiner heinrich heinz helen helena helene helga helge hella helmut helmuth hendrik hendrikje henk
henning henri henrik henrike henry herbert heribert herman hermann herve hilary hilda hilde hildegard hilke hiltrud
hinrich hiroshi holger horst howard hubert hubertus huda hugo humberto hussein hylke ian ibrahim ida idris ignacio
ignatius igor ildiko ilka ilona ilse ilya imke imran imre ina indira ines inga inge ingeborg ingeburg inger ingmar
ingo ingrid ingvild inka ioana ion irena irene irina iris irma irmgard irmtraud iryna isa isaac isabel isabell
isabella isabelle ismael ismail istvan iva ivan ivana ivo iwan iwo iwona izabela jaap jacek jack jackie jacob
jacqueline jacques jade jadwiga jaime jakob jakub jamal james jamie jan jana jane janet janice janin janina janine
janis janko janne jannik jannis janos janosch janusz jarek jari jarmila jaroslav jaroslaw jasmin jasmina jasmine
jason javier jawad jay jean jeanette jeanne jeannette jeff jeffrey jelena jenna jennifer jenny jens jeremias jeremie
jeremy jeroen jerome jerry jerzy jesper jesse jessica jesus jewgeni jill jim jimmy jiri joachim joakim joan joana
joanna joanne joao joaquin jochen jodie joe joel joelle joerg johan johann johanna johannes john johnny jon jonas
jonathan jones joost jordi jorg jorge jorgen joris jorn jose josef josefa josefine josep joseph josephine josh
joshua josiane joyce jozef jozsef juan juana judit judith juha jukka jule julen jules julia julian juliana juliane
julie julien juliet juliette julio julius jurg jurgen jurij jurriaan justin justine justus justyna jutta kai kaisa
kaja kalle kamil kamila kare kareem karel karen kari karim karin karina karl karla karol karola karolin karolina
karoline karoly karsten karthik kasia kaspar kasper katarina katarzyna kate katerina katharina katharine katherine
kathleen kathrin kathryn kathy katie katinka katja katrin katy kavita kay kees keith kelly ken kenji kenneth kerry
kerstin kevin khalid kiara kiki kilian kim kimberly kinga kirill kirsi kirsten kirstin kjell kjersti klara klaus
klemens knut koen kofi konrad konstantin konstantinos konstanze kordula kornelia krista kristen kristian kristin
kristina kristine kristof kristoffer krystyna krzysztof kuba kurt kwame kyle ladislav laetitia laila lakshmi lara
larissa larry lars lasse laszlo laura laure lauren laurence laurent laurenz laurie layla lea leah leandra leandro
leena leif leila lena lene leni lennart lenny lenz leo leon leona leonard leonardo leonhard leonie leonora leopold
leroy leslie leszek leticia levin lewis leyla lia liam lidia lieke liesbeth lieselotte lili lilian liliana lilith
lilli lilly lina linda lindsay linnea linus lionel lisa lisbet lisbeth liselotte lissy liv livia liz ljubica lluis
logan lois lola lone lorena lorenz lorenzo loretta lorna lothar lotta lotte lou louis louisa louise luc luca lucas
lucia lucian luciana luciano lucie lucien lucienne lucile lucinda lucjan lucrezia lucy ludger ludmila ludovic ludwig
luigi luis luisa luise luiz lukas lukasz luke lutz lydia lydie lynn maaike maarten mabel maciej maciek maddalena
madeleine madeline madlen mads magda magdalena magnus mahesh mahmoud maik maike maja malcolm malek malgorzata
malgosia malik malin malte malwina mandy manfred manish manja manon manuel manuela mara marc marcel marceli marcella
marcello marcelo marcin marco marcos marcus marek maren margaret margareta margarete margarethe margarita margaux
margherita margit margot margret margrit marguerite mari maria mariam marian mariana marianna marianne mariano marie
marieke mariel mariella marietta marija marijke marika marina mario marion maris marisa marisol marit marita marius
mariusz marja marjan markku marko markus marlen marlene marlies marlis marloes marta marte marten martha martial
martin martina martine marvin mary maryam mascha massimo mateo mateusz mathias mathieu mathilda mathilde mathis mats
matteo matthew matthias matthieu matthijs matti mattia mattias maud maureen maurice mauricio maurizio mauro max maxi
maxim maxime maximilian maya mechthild meera megan mehdi mehmet meike meinhard meinrad melanie melina melinda
melissa melitta meret merle mette mia michael michaela michal michalina michel michela michele michelle mick miguel
mihaela mihai mika mikael mike mikhail mikkel mikko miklos mila milan mildred milena milica milos mina minna miranda
mireille mirela mirella mirja mirjam mirko miroslav mitch mohamed mohammad mohammed mohan moira molly mona monica
monika monique morgane moritz morten moses muhammad mukesh murat muriel mustafa myriam myrthe nada nadeem nadia
nadine nadja nana nancy naomi nasser natacha natalia natalie natalja natalya natasa natascha natasha nathalie nathan
nathaniel naveen nele nelly nelson nena nicholas nick nicklas nico nicola nicolas nicole nicoletta nicolo niels
nihal nikhil nikita niklas niko nikolai nikolas nikolaus nikolay nikos nils nina nino nisha nizar noah noelia noemi
nora norbert norma norman nour nuno nuria octavia odd odette oksana ola olaf olav ole oleg olena olga olimpia oliver
olivia olivier olof omar ophelie oriol orsolya osama oscar oskar osman ossip oswald otmar ottmar otto owen oystein
oyvind pablo paivi pamela paola paolo pascal pascale patricia patricio patrick patrik patrizia patryk paul paula
paulina pauline paulo pavel pawel pedro peer peggy pekka penelope pepe pernille perrine pete peter petr petra petri
phil philip philipp philippa philippe phillip phoebe pia piero pierre pierrick piet pieter pietro pilar pim piotr
pirjo piroska pooja pradeep prakash priscilla priya przemyslaw quentin rachel radek radoslaw radu rafael rafal
raffaele ragnar ragnhild rahul raimund rainer rajesh rajiv rakesh ralf ralph ramesh ramon ramona randi rania raphael
raphaela rasmus raul ravi raymond razvan rebecca rebekka regina reginald regine reinhard reinhild reinhold renata
renate renato rene renee rens renske reto reza ricarda riccardo richard rick rico rieke riikka rikke rita rob robbie
robert roberta roberto robin roderick rodolfo rodrigo roger rohit roland rolf romain roman romana romina romy ron
ronald ronja ronny rosa rosalie rosalinde rosario rosemarie rosemary rosie roswitha roxana roxane roy ruben rudi
rudiger rudolf rui rune rupert russell ruth ryan ryszard sabina sabine sabrina saeed sahra said salim sally salman
salome salvatore sam samantha samar sami samir samira samuel samuele sandeep sander sandor sandra sandrine sandro
sandy sanja sanjay sanna sanne sara sarah sari sascha saskia satu sean sebastian sebastiano sebastien segolene
selina selma sepp seppo serena serge sergei sergej sergey sergio severin severine shalini shane shannon sharif
sharon shaun sheila shreya sian sibel sibylle siddharth sidonie siegfried sieglinde siegmar siegmund sigmund signe
sigrid sigrun silja silke silvan silvana silvester silvia silvie silvio simeon simon simona simone sina sindre siri
sixten sjoerd slavoj slawomir sofia sofie soledad solveig sonia sonja sonya sophia sophie soren stacey stacy stan
stanislav stanislaw stefan stefania stefanie stefano steffen steffi stella sten stephan stephane stephanie stephen
steve steven stig stijn stine stuart styliani sue sunil sunita sunniva suresh susan susana susann susanna susanne
susi suzanne suzy sven svenja sverre svetlana swantje swati swetlana sybille sylvain sylvester sylvia sylvie tabea
tabitha tamara tamas tanguy tania tanja tanya tapio tara taras tarek tariq tatiana tatjana tatyana ted teodor
terence teresa terje terry tess tessa thaddaus thea theda theo theodor theodora theresa therese theresia thiago
thibault thierry thijs thilo thom thomas thorben thore thorsten thorwald tiago tibor tiffany tiina tilda till tilman
tilmann tim timo timon timothy tina tine tino tito tobias todd tom tomas tomasz tommaso tommy toni tonia tony tor
torben torbjorn tord tore torsten tove tracey tracy traudl traute trevor trine tristan troels trond trudi tuija
tuomas tuva tyler udo ugo ulf uli ulla ulrich ulrike umberto urs ursula urszula usman uta ute utz uwe vaclav vadim
valentin valentina valeria valerie valerio valter vanessa vanja vasco vegard vera verena veronica veronika veronique
vicente vicky victor vijay vikram viktor viktoria ville vince vincent vincenzo vinod viola violeta violetta virginie
vitor vittoria vittorio vivek vivian viviane vivien vlad vladimir vladislav volker volkmar volodymyr vreni waldemar
walter waltraud wanda wayne wendelin wendy wenke werner wibke wiebke wieland wieslaw wiktor wiktoria wilfried
wilhelm wilhelmine willem willi william willibald willy wilma wim winfried witold wladimir wladyslaw wojciech wojtek
wolfgang wolfram wouter wren xaver xavier yael yan yann yannick yara yaroslav yasemin yasmin yasmina yasmine
yevgenia ylva yolanda yuki yuko yulia yuri yusuf yves yvette yvonne zahra zainab zbigniew zdenek zeynep ziad zoe
zofia zoltan zsofia zuzana zuzanna
"""


@cache
def _given_names() -> frozenset[str]:
    return frozenset(fold(_NAMES).split())


def begins_with_given_name(text: str) -> bool:
    """Whether the first word, or each part of one such as "Ann-Kathrin", is a given name."""
    first = fold(text.partition(" ")[0])
    known = _given_names()
    return first in known or ("-" in first and all(part in known for part in first.split("-")))


def is_surely_person(text: str) -> bool:
    """Whether a text looks like a person's name and begins with a given name, so that nothing else has to say so."""
    return begins_with_given_name(text) and looks_like_person(text)
