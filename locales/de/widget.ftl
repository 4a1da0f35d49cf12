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
availability-opens = Gerade ist niemand da. Wieder { $when }, Ihre Zeit
availability-opens-today = Gerade ist niemand da. Wieder um { $when }, Ihre Zeit

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
conversation-more = Verlauf und mehr
conversation-empty = Was können wir für Sie tun? Wir antworten gleich hier.
conversation-empty-offline = Gerade ist niemand da. Schreiben Sie uns trotzdem: Wir lesen jede Nachricht.
conversation-older = Ältere Nachrichten zeigen
conversation-loading = Ihre Nachrichten werden geholt …
conversation-today = Heute
conversation-yesterday = Gestern
conversation-joined = { $name } ist jetzt dabei
conversation-ended = Diese Unterhaltung ist beendet. Schreiben Sie wieder, und sie geht weiter.
conversation-ended-new = Diese Unterhaltung ist beendet. Schreiben Sie wieder, um eine neue zu beginnen.
conversation-missed = Gerade konnte leider niemand antworten. Hinterlassen Sie Ihre E-Mail-Adresse, und wir schreiben Ihnen.
conversation-missed-known = Gerade konnte leider niemand antworten. Wir schreiben Ihnen eine E-Mail.
conversation-contact = Sie haben Ihre E-Mail-Adresse hinterlassen. Wir schreiben Ihnen.
conversation-idle = Sind Sie noch da?
conversation-idle-ending =
    { $count ->
        [one] Sind Sie noch da? Diese Unterhaltung endet in { NUMBER($count) } Minute.
       *[other] Sind Sie noch da? Diese Unterhaltung endet in { NUMBER($count) } Minuten.
    }
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
failed-unknown-file = Eine Datei ist nicht mehr da, darum wurde diese Nachricht nicht gesendet.
failed-not-allowed = In dieser Unterhaltung sind keine weiteren Nachrichten möglich.
failed-ended = Diese Unterhaltung ist beendet. Beginnen Sie eine neue.
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

## Files

files-attach = Dateien anhängen
files-sending = { $name } wird gesendet
files-added = { $name } ist angehängt
files-remove = { $name } entfernen
files-retry = Erneut versuchen
files-save = Speichern: { $name } { $size }
files-too-large = Diese Datei ist zu groß. Bis zu { $limit } lassen sich senden.
files-too-large-together = Zusammen sind diese Dateien zu groß. Eine Nachricht fasst bis zu { $limit }.
files-too-many =
    { $count ->
        [one] Eine Nachricht fasst { NUMBER($count) } Datei.
       *[other] Eine Nachricht fasst { NUMBER($count) } Dateien.
    }
files-not-allowed = Dateien dieser Art lassen sich nicht senden. Bilder, Filme, Dokumente, Texte und ZIP-Archive schon.
files-mismatch = Der Name dieser Datei passt nicht zu ihrem Inhalt.
files-refused = Eine Sicherheitsprüfung hat diese Datei abgelehnt.
files-image-too-large = Dieses Bild hat zu viele Pixel. Bitte verkleinern und erneut versuchen.
files-empty = Diese Datei ist leer.
files-offline = Keine Verbindung. Die Datei bleibt hier und wird gesendet, sobald wieder eine da ist.
files-wait = Das sind viele Dateien auf einmal. Bitte { $when } erneut versuchen.
files-failed = Das hat nicht geklappt. Bitte gleich noch einmal versuchen.

## The menu of a conversation

more-transcript = Gespräch herunterladen
more-sound = Ton bei neuen Antworten
more-notify = In diesem Browser benachrichtigen
more-notify-asking = Ihr Browser fragt, ob er Benachrichtigungen anzeigen darf.
more-notify-refused = Dieser Browser erlaubt keine Benachrichtigungen dieser Website. In seinen Einstellungen können Sie das ändern.
more-saving = Die Datei wird zusammengestellt …
more-failed = Das Gespräch lässt sich gerade nicht lesen. Bitte versuchen Sie es gleich noch einmal.
more-you = Sie
more-file = gespraech
more-ended = Das Gespräch wurde beendet.

## An invitation to chat beside the launcher

proactive-dismiss = Jetzt nicht

## The connection

link-offline = Sie sind offline. Was Sie schreiben, wird aufgehoben und später gesendet.
link-connecting = Die Verbindung wird wieder aufgebaut. Was Sie schreiben, bleibt erhalten.
link-limited = Zu viele Nachrichten auf einmal. Was wartet, wird { $when } gesendet.
link-refused = Der Chat ist von dieser Seite aus im Moment nicht erreichbar.
link-outdated = Es gibt eine neuere Version des Chats. Laden Sie die Seite neu.

## Ending

end-open = Unterhaltung beenden
end-question = Diese Unterhaltung beenden?
end-note = Sie können jederzeit wieder schreiben.
end-confirm = Beenden
end-cancel = Weiterschreiben

## The address in a missed chat

contact-title = Wir antworten per E-Mail
contact-name = Ihr Name (freiwillig)
contact-email = Ihre E-Mail-Adresse
contact-wrong = Schreiben Sie eine Adresse wie name@example.com.
contact-send = Senden

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
kb-forms = Formulare
kb-forms-more = Weitere Formulare
kb-solved = Das hat geholfen
kb-unsolved = Zurück zu meiner Nachricht

## Articles offered while somebody writes the first message

offer-title = Diese Artikel helfen vielleicht
offer-found = Über dem Feld stehen Artikel, die helfen könnten.
offer-dismiss = Jetzt nicht
offer-thanks = Schön, dass das geholfen hat
offer-thanks-text = Es wurde nichts gesendet, und was Sie geschrieben haben, ist vergessen.

## A form of the help site in the panel

forms-failed = Das Formular kann hier gerade nicht gezeigt werden.

## Below an article in the panel

vote-title = War dieser Artikel hilfreich?
vote-yes = Ja
vote-no = Nein
vote-thanks = Danke für Ihre Rückmeldung.
vote-reasons = Was könnte besser sein?
vote-off-topic = Er beantwortet eine andere Frage
vote-incomplete = Er sagt zu wenig
vote-unclear = Er ist schwer zu verstehen
vote-wrong = Er ist falsch oder veraltet
vote-other = Etwas anderes
vote-words = Möchten Sie uns mehr sagen?
vote-privacy = Wir können hier nicht antworten. Bitte schreiben Sie nichts Persönliches.
vote-send = Senden
vote-sent = Vielen Dank. Wir lesen jedes Wort.
vote-later = Wir sind gerade nicht erreichbar. Ihre Antwort wird später gesendet.
