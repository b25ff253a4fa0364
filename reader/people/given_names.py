"""Frequent given names, folded: evidence that words are a person where a page says nothing else about them.

"Rosa Lind" in bold below a text is its author, "Bad Lind" is a place. The list need not be complete: a name that is
missing only leaves a person unrecognised where nothing else names one. Given names that are frequent words or places
as well (May, Will, Mark, Paris, Florence) are left out.
"""

from __future__ import annotations

from functools import cache

from reader.people.judge import looks_like_person, without_titles
from reader.text import fold

_NAMES = """
aarav aaron abby abdul abdullah abel abigail abimbola abraham achim achmed ada adam adebayo adekunle adele adelheid
adeola aditya adnan adrian adriana adriano adrien agata agathe agnes agnieszka agung ahmad ahmed ahmet aidan aileen
ainhoa aino aisha aisling aitor ajay akin akira akua alaa alain alan alana alba albert alberto albrecht aldo alejandra
alejandro aleksandar aleksander aleksandr aleksandra aleksi alena alessandra alessandro alessia alessio alex alexa
alexander alexandra alexandre alexej alexey alexia alexis alfons alfonso alfred alfredo ali alice alicia alicja alina
aline aliou alison alissa allison alma alois alper alvaro amadou amaia amal amalia amanda amara amaya amelia amelie
amina amir amit amrita ana anabel anais anand ananya anastasia anastasiya anders andi andoni andre andrea andreas
andree andreea andrei andrej andres andrew andrey andrius andriy andrzej andy aneta anette angel angela angelika
angelina angelique angelo angelos angie anh anika anil anita anja anjali anjana anke ankit ankur ann anna annabel
annabelle annalena anne annegret anneke anneli annelie annelies anneliese annemarie annemiek annett annette annika
anouk ansgar ante antje antoine anton antonella antonia antonie antonin antonio antti anuradha anwar anya aoife aparna
apostolos april arash arda ariane arianna ariel arif arjen arjun armando armin arnaud arndt arne arno arnold artan
artem arthur artur arturo arun arvid arvind asa ashish ashok asif asma astrid athanasia athanasios atsushi attila aude
audrey auguste aurelie aurelien aurora avi aviv axel ayako aydin aylin ayman ayse ayumi aziz azra babette balazs
baptiste barbara barbora baris barry bartlomiej bartosz bas bashir basti bastian batuhan bea beata beate beatka
beatrice beatrix beatriz becky begona ben benedetta benedict benedikt bengt benjamin benni benno benny benoit berit
berna bernadette bernard bernardo bernd bernhard berni bernie bernt bert berta bertha berthold bertrand besnik beth
betina bettina betty bhavna bianca biene bilal biljana bill billie bine binh bini birgit birgitta birte birthe bjarne
bjorn blanca bo boaz bob bobby bodo bogdan bohdan bojan bonnie bora boris borislav boryana bosse boyan bradley bram
brandon branko brenda brendan brian brice bridget brigitta brigitte britta brooke bruce brunhilde bruno bryan bulent
burak burcu burkhard bushra cagla caitlin calvin camila camille candice carina carl carla carlo carlos carmela carmen
caro carol carola carole carolin caroline carolyn carsten casper cassandra cassie catalina catarina caterina catherine
cathi cathrin cathy catia cecile cecilia cecilie cedric celia celine ceren chad chandra chantal charalampos charles
charlie charlotta charlotte charly chiamaka chiara chidi chika chinedu chinua chioma chloe chris chrissi chrissie
chrissy christa christel christian christiane christin christina christine christl christof christoph christophe
christopher christos ciara cihan cindy claas claire clara clarissa claude claudia claudine claudio claus clemens
clement clementine colette colin conni connie connor conny conrad constantin constanze corinna corinne cormac cornelia
cornelius cosima cosmin craig cristian cristiano cristina cristobal csaba cynthia cyril czeslaw daan dace dagmar dagny
daisuke dalia dalibor damian damien dan dana dani daniel daniela daniele danielle danijel danijela danny danuta dao
daria dario darius dariusz darko darren dave david davide dawid debbie deborah dee deepa deepak deirdre delphine denis
denise deniz dennis derek desiree desislava detlef detlev devi devika dewi dhruv diana diane diego dieter dietmar
dietrich dilek dimitar dimitra dimitri dimitris dina dinah dinesh diogo dirk divya djamila dmitri dmitry dmytro dodo
dolores domi dominic dominik dominika dominique don donald donata donatella dora doreen dorin doris dorit dorota
dorothea dorothee dorothy dottie doug douglas dragan dragos duc duncan dusan dustin duygu dylan ebba eberhard ebru ece
eckart eckhard edda eddie ede edgar edith edmund edoardo eduard eduarda eduardo edward edwin eero efrain egbert egle
egon ehrhard eileen eimear eirik ekaterina ekin ekkehard elaine eleftheria elena eleni eleonora eleonore elfriede elia
eliane elias elif elin eliot elisa elisabeth elisabetta elise elizabeth elke ella ellen ellie elliot elmar elnaz
elodie eloise elsa elsbeth elvira elzbieta emanuel emanuela emanuele emeka emelie emil emile emilia emiliano emilie
emilio emilka emily emin emine emma emmanuel emmanuelle emrah emre engelbert engin enrico enrique erasmus ercan erdem
eren erhan eric erica erich erik erika erin erna ernestine ernesto ernst erwin erzsebet esben esin esperanza esra
esteban estelle esther eszter ethan etienne eugen eugene eugenia eugenio eva evan evangelia evelin evelina eveline
evelyn evgeny evi ewa ewald ewelina eyal ezgi fabian fabienne fabio fabiola fabrice fabrizio fadi faisal fanny farah
farhan farid fatemeh fatih fatima fatma fatou fatoumata federica federico felicia felicitas felix femke ferdi
ferdinand ferenc fergus ferhat fernanda fernando fevzi fiete fikret filip filippo filiz finn fiona flavia flavio flo
floor florentin florentine flori florian florin francesca francesco francine francis francisca francisco franck franco
francois francoise frank franka frankie franz franzi franziska fred freddy frederic frederick frederik frederike
frederikke fredrik frida frieda frieder friederike friedhelm friedrich fritz frode fumiko funda gabby gabi gabija
gabor gabriel gabriela gabriele gabriella gabrielle gaelle gaetan galina ganesh gareth gary gaspard gavin gediminas
geli gemma genevieve geoff geoffrey georg george georges georgi georgina georgios gerald geraldine gerard gerardo gerd
gerda gerhard gerlinde germaine gernot gerold gerrit gert gertraud gertrud giacomo gianluca gianni giannis gideon
gilbert gilles gina gintaras giorgia giorgio giovanna giovanni gisela gita gitte giulia giuliana giuliano giulio
giuseppe gizem gloria gokhan goksel gonca gonzalo goran gordon gosia grace graeme graham grazyna greg gregor gregory
greta gretchen grit grzegorz gudrun guenther guido guilherme guillaume guillermo gulay gulsen gun gunda gunhild gunnar
gunter gunther guntis gustav gustavo guy gwen gyorgy gyorgyi gyula habib habiba hadi haider hakan hakim hakon hala
halina haluk hamid hamza hanan hanh hanna hannah hanne hannelore hannes hanni hans hansi hansjorg harald hariet harish
harold harpreet harriet harry hartmut haruka haruki harun hasan hassan hasso hatice hattie hector hedda hedwig heidi
heidrun heike heikki heiko heiner heini heinrich heinz helen helena helene helga helge hella helmut helmuth hendrik
hendrikje henk henning henny henri henrik henrike henry herbert heribert herman hermann herve hideo hikaru hilary
hilda hilde hildegard hilke hiltrud hina hinrich hiroko hiroshi hoang holger horst howard hristo hubert hubertus huda
hueseyin hugo humberto huong huseyin hussein huy hylke ian ibolya ibrahim ida idris ignacio ignatius igor ikram ildiko
ilias iliyana ilka ilona ilse ilya imke imran imre ina inci indira ines inese inga inge ingeborg ingeburg inger ingi
ingmar ingo ingrid ingvild inka ioana ioannis ion irena irene irfan irina iris irma irmgard irmtraud iryna isa isaac
isabel isabela isabell isabella isabelle ismael ismail ismet istvan itziar iva ivan ivana ivaylo ivelina ivo iwan iwo
iwona izabela iztok izzy jaap jacek jack jackie jacob jacqueline jacques jade jadranka jadwiga jaime jakob jakub jamal
james jamie jamila jan jana jane janet janez janice janin janina janine janis janko janne jannik jannis janos janosch
janusz jarek jari jarmila jaroslav jaroslaw jasmin jasmina jasmine jasna jason javed javier jawad jay jean jeanette
jeanne jeannette jeff jeffrey jelena jenna jennifer jenny jens jeremias jeremie jeremy jeroen jerome jerry jerzy
jesper jess jesse jessica jessie jesus jewgeni jigar jiho jill jim jimena jimmy jin jiri joachim joakim joan joana
joanna joanne joao joaquin jochen jodie joe joel joelle joerg johan johann johanna johannes john johnny jojo jolanta
jon jonas jonathan jones joost jordi jorg jorge jorgen joris jorn joschi jose josef josefa josefine josep joseph
josephine josh joshua josiane josie jovan jovana joyce jozef jozsef juan juana judit judith juha jukka jule julen
jules juli julia julian juliana juliane julie julien juliet juliette julio julius jurate jurg jurgen juri jurij juris
jurriaan justin justine justus justyna jutta kaan kai kaisa kaja kalle kamal kamil kamila kaori kapil kare kareem
karel karen kari karim karin karina karl karla karo karol karola karolin karolina karoline karolis karoly karsten
karthik karthika kasia kaspar kasper kat katalin katarina katarzyna kate katerina katharina katharine katherine kathi
kathleen kathrin kathryn kathy kati katie katinka katja katrin katta katy kavita kavya kay kazuo kees keiko keith
kelly kemal ken kenan kenji kenneth kenta kerem kerry kerstin kevin keziah khaled khalid khanh kiara kiki kilian kim
kimberly kinga kirill kirsi kirsten kirstin kirti kiyoshi kjell kjersti klara klaus klemens knut koen kofi konrad
konstantin konstantinos konstanze kordula kornelia kostas kotaro krishna krista kristaps kristen kristian kristin
kristina kristine kristof kristoffer krystyna krzysztof kuba kumar kurt kwame kyle ladislav laetitia laila lakshmi lan
lara larissa larry lars lasse laszlo latifa laura laure lauren laurence laurent laurenz laurie layla lea leah leandra
leandro leena leif leila lena lene leni lenka lennart lenny lenz leo leon leona leonard leonardo leonhard leonie
leonora leopold leroy leslie leszek leticia levin lewis lexi lexie leyla lia liam libby lidia lieke lien liesbeth
lieselotte lili lilian liliana lilith lilli lilly lina linda lindsay linh linnea linus lionel lisa lisbet lisbeth
liselotte lisi lissi lissy liv livia liz lizzie ljiljana ljubica lluis logan lois lola lone loredana lorena lorenz
lorenzo loretta lorna lothar lotta lotte lotti lottie lou louis louisa louise lubomir lubos luc luca lucas lucia
lucian luciana luciano lucie lucien lucienne lucija lucile lucinda lucjan lucrezia lucy ludger ludmila ludovic ludwig
luigi luis luisa luise luiz luka lukas lukasz luke lulu lutz lydia lydie lynn lyubomir maaike maarit maarten mabel
maciej maciek maddalena maddie madeleine madeline madhav madlen mads magda magdalena maggie magnus mahesh mahmoud
mahmut maik maike maja makoto malcolm malek malgorzata malgosia malik malin malte malwina mami mandy manfred manish
manja manoj manon manu manuel manuela mara marc marcel marceli marcella marcello marcelo marcin marco marcos marcus
marek maren margaret margareta margarete margarethe margarita margaux margherita margit margot margret margrit
marguerite mari maria mariam marian mariana marianna marianne mariano marie marieke mariel mariella marietta marija
marijan marijke marika marina mario marion maris marisa marisol marit marita marius mariusz marja marjan marjana
marketa markku marko markus marlen marlene marlies marlis marloes marta marte marten martha martial martin martina
martine martyna marvin mary maryam masato mascha massimo matej mateja mateo mateusz mathias mathieu mathilda mathilde
mathis matjaz mats matteo matthew matthias matthieu matthijs matti mattia mattias matze maud maureen maurice mauricio
maurizio mauro max maxi maxim maxime maximilian maya mayumi mayur mechthild meera megan mehdi mehmet mehtap meike
meinhard meinrad mel melanie melek melina melinda melissa melitta meltem meret merle merlin meryem mete mette mfon mia
micha michael michael-andre michaela michal michalina michel michela michele michelle michi mick miguel mihaela mihai
mihail mika mikael mike mikhail mikkel mikko miklos mila milan mildred milena milica millie milos mimi mina minh minna
minnie mira miranda mireille mirela mirella miri miriam mirja mirjam mirjana mirko miroslav miroslava misaki mitch
mohamed mohammad mohammed mohan mohsen moira molly mona moni monica monika monique morgane moritz morten moses moshe
muhammad mukesh munir murali murat muriel mustafa mustapha muzaffer myriam myrthe nada nadeem nadezhda nadi nadia
nadine nadja nana nancy naoko naomi naoto narges nasrin nasser natacha natalia natalie nataliya natalja natalya natasa
natascha natasha nathalie nathan nathaniel nati naveen navid nebojsa necati neha nehir nele nell nellie nelly nelson
nena nevena nevin ngozi nhung nic nicholas nici nick nicki nicklas nicky nico nicola nicolae nicolas nicole nicoletta
nicolo niels nihal nihan nikhil nikita niklas niko nikola nikolai nikolas nikolaus nikolay nikoletta nikos nils
nilufer nina nino nisha nishant nizar noah noelia noemi noor nora norbert norma norman nour nuno nuray nurcan nurhan
nuri nuria nzinga obinna octavia odd odette ognjen oguz okan oksana ola olaf olav ole oleg olena olga olimpia oliver
olivia olivier olli olof olumide omar omer onur ophelie orhan oriol orla orsolya osama osamu oscar oskar osman ossip
oswald otmar ottmar otto ovidiu owen oystein oyvind ozan ozge ozlem pablo paivi pam pamela panagiota panagiotis paola
paolo pascal pascale patricia patricio patrick patrik patrizia patryk patty paul paula pauli paulina pauline paulo
pavel pavla pavlina pavlos pawel pedro peer peggy pekka penelope penny pepe pernille perrine petar pete peter petr
petra petri petros phil philip philipp philippa philippe phillip phoebe phuong pia piero pierre pierrick piet pieter
pietro pilar pim piotr pirjo piroska poldi polina polly pooja pradeep prakash pranav prasad pratik predrag priscilla
priya priyanka przemyslaw puneet qasim quang quentin quynh rachel radek radka radoslaw radu rafael rafal raffaele
rafiq raghav ragnar ragnhild rahul raimonds raimund rainer rajat rajesh rajiv rajkumar rakesh ralf ralph ramazan
ramesh ramon ramona ramya rana randi rania ranjit raphael raphaela rasa rashid rashmi rasmus raul ravi raymond razvan
rebecca rebekka recep regina reginald regine reinhard reinhild reinhold renata renate renato rene renee renjith rens
renske resi reto reyhan reza riad ricarda riccardo richard rick rico rieke riikka rikke rina rita ritu rob robbie
robert roberta roberto robin roderick rodolfo rodrigo roger rohan rohit roksana roland rolf romain roman romana romina
romy ron ronald ronja ronny rosa rosalie rosalinde rosario rosemarie rosemary rosi rosie rossana roswitha roxana
roxane roxy roy ruben rudi rudiger rudolf rui rune rupert ruslan russell ruth ryan ryo ryota ryszard saad sabina
sabine sabrina sabsi sachin sadia sadie saeed sahra said sakura salih salim sally salma salman salome salvatore sam
samantha samar samet sami samir samira samuel samuele sandeep sander sandor sandra sandrine sandro sandy sanja sanjana
sanjay sanjeev sanna sanne sanni sara sara-lena sarah sari sascha saskia satoshi satu savas schorsch sean sebastian
sebastiano sebastien sebnem seda segolene selcuk selim selina selma semra senem sepp seppi seppo serap serdar serena
serge sergei sergej sergey sergio serhat serkan sevda severin severine sevgi sevil shabnam shahid shalini shane
shankar shannon sharad sharif sharon shaun sheila shinji shirin shlomo shoko shreya shuichi sian sibel sibylla sibylle
siddharth siddhartha sidonie siegfried sieglinde siegmar siegmund sigi sigmund signe sigrid sigrun silja silke silvan
silvana silvester silvia silvie silvio simeon simon simona simone sina sinan sindre sinead siobhan siri sixten sjoerd
sladjana slavka slavoj slawomir slobodan snezana sofia sofie sofija soledad solveig soner sonia sonja sonya sophia
sophie soren spyros srdjan sreten stacey stacy stan stanislav stanislaw stanka stavros stefan stefania stefanie
stefano steff steffen steffi stela stella sten stephan stephane stephanie stephen steve steven stig stijn stine stoyan
stuart styliani sudhir sue suleyman sumit sundar sunil sunita sunniva suresh susan susana susann susanna susanne susi
susmita suzanne suzie suzy sven svenja svenni sverre svetlana svitlana swantje swati swetlana sybille sylvain
sylvester sylvia sylvie szilvia tabea tabitha tae tahir takashi takeshi tamar tamara tamas tamer tanel taner tanguy
tania tanja tanvi tanya tapio tara taras tarek tarik tariq tatiana tatjana tatsuya tatyana ted teodor terence teresa
terje terry tess tessa tetiana thaddaus thanh thao thea theda theo theodor theodora theresa therese theresia thiago
thibault thierry thijs thilo thom thomas thorben thore thorsten thorwald thulani thuy tiago tibor tiffany tihomir
tiina tijana tilda till tilly tilman tilmann tim timo timon timothy timur tina tine tini tino tito tobi tobias todd
todor tolga tom tomas tomasz tomislav tommaso tommy tomoko toni tonia tony tor torben torbjorn tord tore torsten tove
tracey tracy traudi traudl traute trevor trine trish tristan troels trond trudi tsvetan tuan tugba tuija tuncay tuomas
turgut tuva tyler uday udo ufuk ugo ugur ulas ulf uli ulla ulli ulrich ulrike umberto umesh umit urs ursula urszula
uschi usha usman uta ute utz uwe vaclav vadim vaibhav valdis valentin valentina valeria valerie valerio valter vanessa
vanja vasco vasil vasileios vasiliki vedat vegard velimir vera verena veronica veronika veronique vesna vicente vicky
victor viet vijay vikas vikram viktor viktoria ville vinay vince vincent vincenzo vineet vinod viola violeta violetta
virginie vishal vitor vittoria vittorio vivek vivian viviane vivien vlad vladimir vladislav volker volkmar volodymyr
vreni vroni vuk waldemar walter waltraud wambui wanda wanjiru wayne wei wendelin wendy wenke werner wibke wiebke
wiebren wieland wieslaw wiktor wiktoria wilfried wilhelm wilhelmine willem willi william willibald willy wilma wim
winfried winnie witold wladimir wladyslaw wojciech wojtek wolfgang wolfi wolfram wouter wren xaver xavier xiaoming
ximena xuan yaacov yael yagmur yair yan yanis yann yannick yannis yara yaroslav yasar yasemin yash yasmin yasmina
yasmine yasuo yavuz yehuda yesim yevgenia yigit yildiz ylva yolanda yosef yoshiko yousef yuki yuko yulia yumi yunus
yuri yurii yusuf yusuke yves yvette yvi yvonne zafer zahid zahra zainab zainul zbigniew zdenek zdenka zehra zeki
zeljko zeynep ziad zita zlatko zoe zofia zoltan zoran zsofia zsolt zuzana zuzanna zvonimir анна мария елена ольга
наталья наталия татьяна ирина светлана екатерина юлия анастасия марина людмила галина алексеи александр сергеи андреи
дмитрии михаил иван николаи владимир павел максим артем евгении виктор юрии денис роман антон игорь олег константин
кирилл илья егор никита степан василии григории борис георгии вера надежда любовь дарья дарина ксения полина алина
вероника валентина лариса тамара нина зоя виктория евгения яна олена тетяна наталія ірина світлана катерина юлія
оксана олександр олексіи сергіи андріи дмитро михаило микола володимир павло євген віктор юріи ігор тарас богдан
василь григоріи марія софія надія ганна леся іван георги димитър петър стефан тодор христо иваило десислава ивана петя
милена биляна гергана марко никола јован милош драган зоран горан јелена милица ана μαρια ελενη κατερινα αικατερινη
βασιλικη σοφια αννα γιωργοσ γεωργιοσ δημητρησ δημητριοσ κωστασ κωνσταντινοσ νικοσ νικολαοσ γιαννησ ιωαννησ παναγιωτησ
βασιλησ χρηστοσ μιχαλησ αλεξανδροσ σπυροσ αντωνησ θανασησ σταυροσ ηλιασ πετροσ ανδρεασ στελιοσ δεσποινα γεωργια
ευαγγελια παρασκευη ιωαννα χριστινα δημητρα αγγελικη αναστασια φωτεινη χαρα μαρινα
"""


@cache
def _given_names() -> frozenset[str]:
    return frozenset(fold(_NAMES).split())


def begins_with_given_name(text: str) -> bool:
    """Whether the first word behind titles, or each part of one such as "Ann-Kathrin", is a given name."""
    first = fold(without_titles(text).partition(" ")[0])
    known = _given_names()
    return first in known or ("-" in first and all(part in known for part in first.split("-")))


def is_surely_person(text: str) -> bool:
    """Whether a text looks like a person's name and begins with a given name, so that nothing else has to say so."""
    return begins_with_given_name(text) and looks_like_person(text)
