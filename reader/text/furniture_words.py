"""Words of the furniture around a text: counters, times of changes, dates. In lower case; mostly English and German."""

from __future__ import annotations

_COUNTED = (
    "view views pageview pageviews hit hits read reads click clicks like likes dislike dislikes share shares "
    "shared comment comments reply replies response responses reaction reactions upvote upvotes point points "
    "ratings follower followers subscriber subscribers member members reader readers download downloads favorite "
    "favorites favourite favourites bookmark bookmarks retweet retweets repost reposts boost boosts "
    "recommendation recommendations claps karma aufruf aufrufe seitenaufrufe abrufe zugriffe klicks gelesen "
    "angesehen leser lesern leserinnen kommentar kommentare kommentaren antworten reaktionen bewertungen "
    "abonnenten abonnentinnen geteilt weiterempfehlungen herzen merkungen leserkommentare leserkommentaren "
    "leserbriefe beiträge beiträgen meinungen commentaires commentaire vues lectures partages abonnés comentarios "
    "vistas visitas lecturas comentários commenti visualizzazioni letture reacties opmerkingen weergaven "
    "komentarze wyświetlenia kommentarer visninger article articles artikel"
)
_STAMPS = (
    "updated update modified edited revised published posted stand aktualisiert aktualisierung geändert "
    "veröffentlicht bearbeitet zuletzt last letzte letztes erstellt publiziert aktualisierte changed created upd "
    "erschienen publié modifié mise mis jour actualisé actualizado publicado modificado atualizado aggiornato "
    "aggiornamento pubblicato bijgewerkt gepubliceerd laatst oppdatert uppdaterad publicerad"
)
_FILLING = (
    "a an and am are be by first for from has have in is it it's its join leave no now of on or our post show so "
    "so-far the this time times to total until was write your at all view add about approx ca circa max new als "
    "auf bisher das den der des die diese dieser diesen dieses es heute im ins ist insgesamt jetzt keine mal mehr "
    "mit noch nur schreiben um und unsere verfassen von vom wurde wurden zu zum zur zeigen alle anzeigen lesen "
    "neue neuer neuen letzten aktueller aktuelle gesamt etwa rund minuten minute min mins minutes std stunden "
    "stunde hour hours hrs hr h sec secs seconds second sekunden sekunde day days tag tage tagen week weeks woche "
    "wochen month months monat monate monaten year years jahr jahre jahren ago vor einer einem eine ein one "
    "yesterday today gestern vorgestern just gerade eben soeben k m tsd mio million millions thousand tausend "
    "people users user nutzer discussion diskussion article artikel beitrag page seite long lang est edt cst cdt "
    "mst mdt pst pdt gmt utc bst cet cest mez mesz pm et monday tuesday wednesday thursday friday saturday sunday "
    "mon tue tues wed thu thur thurs fri sat sun montag dienstag mittwoch donnerstag freitag samstag sonnabend "
    "sonntag mo di mi do fr sa th st nd rd le la les à du de il y un une lecture minutos minuto horas hora minuti "
    "ore ora heures heure jours el las los del en hace fa tempo uur geleden om op lectura lettura temps a.m p.m "
    "you can free remaining left still only more print share save follow listen sie haben können frei kostenlos "
    "kostenlose kostenfrei verbleibend verbleiben übrig anhören vorlesen drucken teilen merken kommentieren "
    "speichern folgen diesem gmt+1"
)
_MONTHS = (
    "january february march april may june july august september october november december jan feb mar apr jun "
    "jul aug sep sept oct nov dec januar jänner februar märz mai juni juli oktober dezember mrz okt dez janvier "
    "février mars avril juin juillet août septembre octobre novembre décembre enero febrero marzo abril mayo "
    "junio julio agosto septiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio "
    "settembre ottobre dicembre januari februari maart mei augustus"
)

COMMENTS = (
    "comments?|kommentare?|commentaires?|coment[aá]rios?|commenti|reacties|komentarz[ey]?|kommentarer|kommentit|"
    "coment(?:a|ă)rii|koment[aá][rř]e|yorum(?:lar)?|σχ[οό]λι[αο]|комментари[ийея]в?|コメント|评论|評論|留言|留言列表|댓글|تعليقات|التعليقات"
)
"""A pattern of the word for comments, in singular and plural."""
COUNTED = frozenset(_COUNTED.split())
"""Nouns that a counter beside an article counts."""
STAMPS = frozenset(_STAMPS.split())
"""What precedes the time of a change."""
FILLING = frozenset(_FILLING.split())
"""Words that may accompany the others."""
MONTHS = frozenset(_MONTHS.split())
"""The names of months."""
SIGNS = COUNTED | STAMPS | {"lesezeit", "lesedauer", "reading", "uhr"}
"""Words of which furniture has at least one, unless it is a date."""
VOCABULARY = SIGNS | FILLING | MONTHS
"""All words that furniture may have."""
