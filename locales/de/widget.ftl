# Deutsch. Anrede: Sie. Anführungszeichen: „…“.

## The button that opens the chat, read aloud

launcher-open = Chat öffnen
launcher-unread =
    { $count ->
        [one] Chat öffnen, { NUMBER($count) } neue Nachricht
       *[other] Chat öffnen, { NUMBER($count) } neue Nachrichten
    }
launcher-close = Chat schließen
title-unread = ({ NUMBER($count) }) { $title }

## The panel

panel-label = Chat mit { $name }
panel-close = Chat schließen
availability-online = Wir sind für Sie da
availability-offline = Gerade ist niemand da, aber wir lesen jede Nachricht

## Start

home-greeting = Wie können wir helfen?
home-intro = Schreiben Sie uns hier. Sie können die Seite verlassen und unsere Antwort später lesen.
home-write = Nachricht schreiben
home-conversations = Ihre Unterhaltungen
home-unread =
    { $count ->
        [one] { NUMBER($count) } neue Nachricht
       *[other] { NUMBER($count) } neue Nachrichten
    }

## A conversation

conversation-back = Zurück zum Anfang
conversation-messages = Nachrichten
conversation-empty = Was können wir für Sie tun? Wir antworten gleich hier.
conversation-older = Ältere Nachrichten zeigen
conversation-loading = Ihre Nachrichten werden geholt …
conversation-today = Heute
conversation-yesterday = Gestern
conversation-joined = { $name } ist jetzt dabei
conversation-ended = Diese Unterhaltung ist beendet. Schreiben Sie wieder, und sie geht weiter.
conversation-typing = { $name } schreibt …
conversation-arrived = { $name } hat geschrieben: { $text }
message-from-you = Sie haben geschrieben:
message-from = { $name } hat geschrieben:

## How far a message got

mark-queued = Wartet auf eine Verbindung
mark-sending = Wird gesendet …
mark-sent = Gesendet
mark-seen = Gelesen
failed-unsent = Diese Nachricht wurde nicht gesendet.
failed-too-long = Diese Nachricht ist zu lang und wurde nicht gesendet.
failed-not-allowed = In dieser Unterhaltung sind keine weiteren Nachrichten möglich.
message-retry = Erneut versuchen
message-discard = Verwerfen

## Writing

composer-label = Ihre Nachricht
composer-placeholder = Nachricht schreiben …
composer-send = Senden
composer-too-long =
    { $count ->
        [one] { NUMBER($count) } Zeichen zu viel
       *[other] { NUMBER($count) } Zeichen zu viel
    }

## The connection

link-offline = Sie sind offline. Was Sie schreiben, wird aufgehoben und später gesendet.
link-connecting = Die Verbindung wird wieder aufgebaut. Was Sie schreiben, bleibt erhalten.
link-refused = Der Chat ist von dieser Seite aus im Moment nicht erreichbar.
link-outdated = Es gibt eine neuere Version des Chats. Laden Sie die Seite neu.

## Ending

end-open = Unterhaltung beenden
end-question = Diese Unterhaltung beenden?
end-note = Sie können jederzeit wieder schreiben.
end-confirm = Beenden
end-cancel = Weiterschreiben

## Articles of the help site

kb-launcher = Hilfe öffnen
kb-close = Hilfe schließen
kb-label = Hilfe von { $name }
kb-status = Antworten zum Nachlesen, jederzeit
kb-search-label = Hilfeartikel durchsuchen
kb-search-placeholder = Antworten suchen …
kb-searching = Suche läuft …
kb-results =
    { $count ->
        [one] { NUMBER($count) } Ergebnis
       *[other] { NUMBER($count) } Ergebnisse
    }
kb-none = Nichts gefunden zu „{ $text }“.
kb-none-help = Versuchen Sie weniger oder andere Wörter, oder sehen Sie bei den Themen nach.
kb-corrected = Ergebnisse für „{ $text }“.
kb-popular = Häufig gelesen
kb-topics = Themen
kb-articles = Artikel
kb-count =
    { $count ->
        [one] { NUMBER($count) } Artikel
       *[other] { NUMBER($count) } Artikel
    }
kb-back = Zurück
kb-open-page = Ganze Seite in neuem Tab öffnen
kb-loading = Wird geladen …
kb-missing = Diese Seite gibt es nicht mehr.
kb-failed = Die Hilfeartikel sind gerade nicht erreichbar.
kb-retry = Noch einmal versuchen
kb-home = Zum Anfang
kb-foreign = Diesen Artikel gibt es noch nicht in Ihrer Sprache.
kb-ask = Keine Antwort gefunden?
