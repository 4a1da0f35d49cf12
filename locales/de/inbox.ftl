## Die Seite

inbox-title = Posteingang
inbox-title-unread = ({ NUMBER($count) }) Posteingang

## Anmelden

sign-in-title = Anmelden
sign-in-email = E-Mail
sign-in-password = Passwort
sign-in-submit = Anmelden
sign-in-busy = Wird angemeldet …
sign-in-wrong = E-Mail und Passwort passen nicht zusammen. Versuchen Sie es noch einmal.
sign-in-limited = Zu viele Versuche. Warten Sie eine Minute und versuchen Sie es dann noch einmal.
sign-in-unreachable = Der Server ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.
sign-in-failed = Das hat nicht geklappt. Versuchen Sie es gleich noch einmal.
sign-in-expired = Ihre Sitzung ist abgelaufen. Melden Sie sich an, dann geht es weiter.
sign-out = Abmelden

## Das eigene Menü

account-label = Ihr Menü, { $name }: { $presence }
presence-label = Ihre Anwesenheit
presence-available = Verfügbar
presence-busy = Beschäftigt
presence-away = Abwesend
assignee-presence = { $name } ({ $presence })
alerts-notify = Benachrichtigungen
alerts-denied = Benachrichtigungen sind blockiert. Erlauben Sie sie für diese Seite in den Einstellungen Ihres Browsers.
alerts-sound = Ton
alert-missed = Nicht rechtzeitig beantwortet: { $name }
alert-assigned = Ihnen zugewiesen: { $name }

notifications-open = Worüber Sie benachrichtigt werden…
notifications-title = Worüber Sie benachrichtigt werden
notifications-hint = Jede Auswahl gilt ab dem nächsten Ereignis, in allen Ihren Tabs. Hinweise des Browsers und Ton schalten Sie im Menü ein, für jeden Browser.
notifications-inbox = Im Posteingang
notifications-browser = Browser
notifications-email = E-Mail
notifications-unassigned = Ein Kunde schreibt, und niemand hat das Gespräch
notifications-message = Ein Kunde schreibt in einem Ihrer Gespräche
notifications-missed = Ein Chat wurde nicht rechtzeitig beantwortet
notifications-assigned = Jemand weist Ihnen ein Gespräch zu
notifications-cell = { $event }: { $channel }
notifications-when-always = Immer
notifications-when-away = Bei Abwesenheit
notifications-when-never = Nie
notifications-away = Für E-Mails sind Sie abwesend, solange Sie keinen Posteingang offen haben. Im Posteingang und für Hinweise des Browsers, solange keiner seiner Tabs im Vordergrund ist.
notifications-no-email = E-Mails werden hier nicht angeboten: Der Server hat keinen Mailserver, um sie zu verschicken.
notifications-quiet = Ruhe außerhalb dieser Zeiten
notifications-quiet-none = Nie Ruhe
notifications-no-schedule = Ruhezeiten lassen sich wählen, sobald die Einstellungen des Servers Öffnungszeiten enthalten.
notifications-saved = Gespeichert
notifications-failed = Das wurde nicht gespeichert. Versuchen Sie es gleich noch einmal.
notifications-close = Schließen

## Während die Seite lädt

loading = Wird geladen …

## Listen

views-label = Listen
view-mine = Meine
view-unassigned = Ohne Zuständige
view-open = Alle offenen
view-snoozed = Später
view-done = Erledigt
view-unread =
    { $count ->
        [one] { NUMBER($count) } ungelesen
       *[other] { NUMBER($count) } ungelesen
    }
search-label = Alle Gespräche durchsuchen
search-placeholder = Nachrichten, Notizen, Namen, Tags
search-loading = Wird gesucht …
search-found =
    { $count ->
        [one] { NUMBER($count) } Gespräch gefunden
       *[other] { NUMBER($count) } Gespräche gefunden
    }
search-found-more = Die letzten { NUMBER($count) } Gespräche
search-empty = Nichts gefunden
search-empty-hint = Versuchen Sie es mit weniger oder kürzeren Wörtern. Was in Anführungszeichen steht, muss nebeneinander stehen.
search-failed = Die Suche ist im Moment nicht erreichbar.
search-limited = Das ging schnell. Warten Sie einen Moment und suchen Sie dann noch einmal.
search-again = Noch einmal suchen
list-label = Gespräche
list-more = Mehr zeigen
list-waiting =
    { $count ->
        [one] { NUMBER($count) } neues Gespräch
       *[other] { NUMBER($count) } neue Gespräche
    }
list-empty-mine = Nichts wartet auf Sie. Nehmen Sie sich etwas aus „Ohne Zuständige“.
list-empty-unassigned = Niemand wartet auf eine Antwort.
list-empty-open = Kein Gespräch ist offen.
list-empty-snoozed = Nichts ist zurückgestellt.
list-empty-done = Noch ist nichts erledigt.
row-unread = Ungelesen
row-draft = Entwurf
row-missed = Verpasst
row-form = Formular
customer-anonymous = Besuch { $id }

## Ein Gespräch

conversation-label = Gespräch
conversation-none = Wählen Sie ein Gespräch
conversation-none-hint = Mit J und K gehen Sie durch die Liste, Enter öffnet, ? zeigt alle Tasten.
conversation-by-form = Das kam über ein Formular: Was Sie hier schreiben, ist nur im Chat zu sehen. Die Adresse für die Antwort steht neben dem Gespräch.
conversation-log = Nachrichten und Notizen
conversation-older = Ältere Nachrichten zeigen
conversation-loading = Das Gespräch wird geholt …
conversation-missing = Dieses Gespräch gibt es nicht mehr.
conversation-failed = Das Gespräch kann gerade nicht gelesen werden.
conversation-retry = Noch einmal versuchen
conversation-back = Zurück zur Liste
conversation-details = Details
conversation-unread = Neu
day-today = Heute
day-yesterday = Gestern
by-me = Sie
by-customer = Kundschaft
by-system = Helpwright
note-label = Notiz
typing-customer = Am anderen Ende wird geschrieben …
customer-here = Gerade da
customer-seen = Zuletzt da { $ago }
viewing = Auch hier: { $names }

## Wie weit eine Nachricht ist

mark-queued = Wartet auf Verbindung
mark-sending = Wird gesendet …
mark-sent = Gesendet
mark-delivered = Zugestellt
mark-seen = Gesehen
receipt-sent = Gesendet: { $at }
receipt-delivered = Zugestellt: { $at }
receipt-seen = Gesehen: { $at }
receipt-delivered-on = Zugestellt: { $at }, { $device }
receipt-seen-on = Gesehen: { $at }, { $device }
receipt-device = { $browser } unter { $system }
message-details = Wann gesendet, zugestellt und gesehen
failed-unsent = Nicht gesendet.
failed-too-long = Zu lang und nicht gesendet.
failed-not-allowed = Mit Ihrer Rolle geht das nicht.
failed-unknown-file = Nicht gesendet: Eine Datei ist nicht mehr da. Bitte verwerfen und neu anhängen.
failed-unknown-conversation = Nicht gesendet: Dieses Gespräch gibt es nicht mehr.
message-retry = Noch einmal senden
message-discard = Zurücknehmen

## Was geschah

event-joined = { $who ->
    [me] Sie sind dabei
   *[other] { $name } ist dabei
 }
event-ended = { $who ->
    [me] Sie haben den Chat beendet
    [system] Beendet: Vom Kunden kam nichts mehr
   *[other] { $name } hat den Chat beendet
 }
event-claimed = { $who ->
    [me] Sie haben das Gespräch übernommen
   *[other] { $name } hat das Gespräch übernommen
 }
event-gave = { $who ->
    [me] Sie haben das Gespräch an { $to } gegeben
   *[other] { $name } hat das Gespräch an { $to } gegeben
 }
event-released = { $who ->
    [me] Sie haben das Gespräch freigegeben
   *[other] { $name } hat das Gespräch freigegeben
 }
event-opened = { $who ->
    [me] Sie haben das Gespräch geöffnet
    [customer] Neue Nachricht: wieder offen
    [system] Wieder da
   *[other] { $name } hat das Gespräch geöffnet
 }
event-snoozed = { $who ->
    [me] Sie haben das Gespräch zurückgestellt
   *[other] { $name } hat das Gespräch zurückgestellt
 }
event-snoozed-until = { $who ->
    [me] Sie haben das Gespräch zurückgestellt bis { $until }
   *[other] { $name } hat das Gespräch zurückgestellt bis { $until }
 }
event-sub-status = { $who ->
    [me] Sie haben das unter „{ $label }“ eingeordnet
   *[other] { $name } hat das unter „{ $label }“ eingeordnet
 }
event-done = { $who ->
    [me] Sie haben das Gespräch erledigt
    [customer] Erledigt: Der Chat wurde beendet
   *[other] { $name } hat das Gespräch erledigt
 }
event-priority = { $who ->
    [me] Sie haben die Priorität auf { $priority } gesetzt
   *[other] { $name } hat die Priorität auf { $priority } gesetzt
 }
event-tag-added = { $who ->
    [me] Sie haben das Schlagwort { $tag } vergeben
   *[other] { $name } hat das Schlagwort { $tag } vergeben
 }
event-tag-removed = { $who ->
    [me] Sie haben das Schlagwort { $tag } entfernt
   *[other] { $name } hat das Schlagwort { $tag } entfernt
 }

# $text is what the customer was told.
event-wait = Der Kunde wurde um Geduld gebeten: { $text }
event-idle = Der Kunde wurde gefragt, ob noch jemand da ist
event-missed = Verpasst: Niemand hat rechtzeitig geantwortet
event-contact = Der Kunde hat eine E-Mail-Adresse hinterlassen
event-blocked = { $who ->
    [me] Sie haben den Kunden gesperrt
   *[other] { $name } hat den Kunden gesperrt
 }
event-unblocked = { $who ->
    [me] Sie haben den Kunden entsperrt
   *[other] { $name } hat den Kunden entsperrt
 }
event-merged = { $who ->
    [me] Sie haben { $other } mit diesem Kunden zusammengeführt
   *[other] { $name } hat { $other } mit diesem Kunden zusammengeführt
 }
event-unmerged = { $who ->
    [me] Sie haben { $other } wieder vom Kunden getrennt
   *[other] { $name } hat { $other } wieder vom Kunden getrennt
 }

## Schreiben

composer-reply = Antwort
composer-note = Notiz
composer-mode = Was Sie schreiben
composer-reply-label = Ihre Antwort
composer-note-label = Ihre Notiz
composer-reply-placeholder = Antwort schreiben …
composer-note-placeholder = Notiz schreiben, die nur Ihr Team sieht …
composer-send = Senden
composer-save = Notieren
composer-hint = Enter sendet, Umschalt + Enter beginnt eine neue Zeile, / fügt Texte und Artikel ein
composer-too-long =
    { $count ->
        [one] { NUMBER($count) } Zeichen zu viel
       *[other] { NUMBER($count) } Zeichen zu viel
    }

composer-collision = Antwortet gerade: { $names }
composer-then = Mit dieser Nachricht:
composer-then-forget = So lassen
offers-label = Textbausteine und Artikel
offer-shortcut = Textbaustein
offer-article = Artikel
offers-count =
    { $count ->
        [one] { NUMBER($count) } Vorschlag. Hoch und runter wählt, Enter fügt ein.
       *[other] { NUMBER($count) } Vorschläge. Hoch und runter wählt, Enter fügt ein.
    }

## Die Seitenleiste

details-title = Details
details-close = Zurück zum Gespräch
details-customer = Kundschaft
details-email = E-Mail
# Stands behind an email address that anybody may have written.
details-email-unverified = nicht bestätigt
details-external-id = Externe Kennung
details-shared-emails = E-Mail-Adressen
details-shared-phones = Telefonnummern
details-shared-socials = Konten
details-yes = ja
details-no = nein
details-export = Daten exportieren
details-erase = Kunden löschen …
details-others = Andere Gespräche
details-block = Kunden sperren …
details-unblock = Kunden entsperren
# $since is a day and time.
details-merge = Mit anderem Kunden zusammenführen …
details-merged = { $who ->
    [me] Sie haben { $other } mit diesem Kunden zusammengeführt.
   *[other] { $name } hat { $other } mit diesem Kunden zusammengeführt.
 }
details-merge-until = Lässt sich bis { $until } rückgängig machen.
details-merge-undo = Zusammenführung rückgängig machen
details-blocked = Gesperrt seit { $since }. Was dieser Kunde schickt, wird nicht angenommen.
details-whereabouts = Anwesenheit
details-reference = Vorgangsnummer
details-page = Seite
details-locale = Sprache
details-brand = Marke
details-since = Seit
details-status = Status
details-assignee = Zuständig
details-nobody = Niemand
details-claim = Übernehmen
details-release = Freigeben
details-priority = Priorität
details-tags = Schlagwörter
details-tag-add = Schlagwort hinzufügen
details-tag-remove = Schlagwort { $tag } entfernen
details-read-only = Mit Ihrer Rolle lesen Sie mit und schreiben Notizen.
status-open = Offen
status-snoozed = Zurückgestellt
status-done = Erledigt
status-snoozed-until = Zurückgestellt bis { $until }
priority-1 = Niedrigste
priority-2 = Niedrig
priority-3 = Normal
priority-4 = Hoch
priority-5 = Dringend
action-done = Erledigt
action-reopen = Wieder öffnen
action-snooze = Später
action-end = Chat beenden …
snooze-hour = In einer Stunde
snooze-later = In drei Stunden
snooze-tomorrow = Morgen früh
snooze-monday = Montag früh
snooze-open-ended = Bis wieder geschrieben wird
snooze-at = An Tag und Uhrzeit
snooze-set = Zurückstellen

## Einen Chat beenden

end-title = Diesen Chat beenden?
end-text = Der Kunde erfährt, dass der Chat beendet ist, und er gilt als erledigt. Weiter geht es, wo Ihre Marke Kunden wieder schreiben lässt.
end-confirm = Chat beenden
end-cancel = Abbrechen

## Einen Kunden sperren

block-title = Diesen Kunden sperren?
block-text = Von { $name } wird nichts mehr angenommen: keine Nachrichten, Dateien oder Formulare. Gespräche bleiben, wie sie sind, und Sie können jederzeit wieder entsperren.
block-confirm = Sperren
block-cancel = Abbrechen

## Zwei Kunden zusammenführen

merge-title = Mit anderem Kunden zusammenführen
merge-text = Aus zwei Kunden wird einer, mit allen Gesprächen, Dateien und Angaben von beiden. Die Browser von beiden sehen danach alles; vergewissern Sie sich, dass es eine Person ist. Sie können es 24 Stunden lang rückgängig machen.
merge-search = Namen, E-Mails, Nachrichten suchen
merge-candidates = Wer ist dieselbe Person?
merge-nobody = Niemand gefunden. Suchen Sie nach einem Namen, einer E-Mail-Adresse oder Wörtern eines Gesprächs.
# $count is how many.
merge-found = { $count ->
    [one] { NUMBER($count) } Kunde gefunden
   *[other] { NUMBER($count) } Kunden gefunden
 }
merge-blocked = Blockiert. Nach dem Zusammenführen sind es beide.
merge-stays = Wer bleibt?
merge-verified = bestätigt
merge-seen = Zuerst gesehen
merge-conversations =
    { $count ->
        [one] { NUMBER($count) } Gespräch
       *[other] { NUMBER($count) } Gespräche
    }
merge-confirm = Zusammenführen
merge-cancel = Abbrechen
merge-going = Wird zusammengeführt …
merge-two-accounts = Beide haben auf Ihrer Website ein eigenes Konto; darum bleiben es zwei Kunden.
merge-already = Einer der beiden wurde inzwischen mit jemandem zusammengeführt. Suchen Sie noch einmal.
merge-too-late = Eine Zusammenführung lässt sich 24 Stunden lang rückgängig machen. Diese Zeit ist vorbei.
merge-later = Dieser Kunde wurde seither noch einmal zusammengeführt. Machen Sie zuerst das rückgängig; kam es durch eine Anmeldung, bleibt beides.
merge-signed-in = Seither hat sich jemand mit einem anderen Konto angemeldet. Wessen es ist, lässt sich nicht sagen; darum bleibt diese Zusammenführung.
merge-failed = Das hat nicht geklappt, und es hat sich nichts geändert. Versuchen Sie es gleich noch einmal.

## Einen Kunden endgültig löschen

erase-title = Diesen Kunden löschen?
erase-text = Alle Unterhaltungen, Dateien und Angaben von { $name } werden endgültig gelöscht, für alle. Sicherungskopien bleiben, wie sie sind.
erase-confirm = Endgültig löschen
erase-cancel = Abbrechen
erase-going = Wird gelöscht …
erase-failed = Das hat nicht geklappt, und es ist nichts gelöscht. Versuchen Sie es gleich noch einmal.

## Die Verbindung

link-connecting = Wird verbunden …
link-lost =
    { $count ->
        [0] Keine Verbindung. Sie wird wieder aufgebaut; schreiben Sie ruhig weiter.
        [one] Keine Verbindung. { NUMBER($count) } Nachricht oder Änderung wartet und geht danach hinaus.
       *[other] Keine Verbindung. { NUMBER($count) } Nachrichten und Änderungen warten und gehen danach hinaus.
    }
link-outdated = Der Posteingang hat eine neuere Fassung. Laden Sie die Seite neu.
link-reload = Neu laden

## Hinweise

notice-conflict = { $name } war schneller und hat das Gespräch jetzt.
notice-conflict-nobody = Jemand hat das Gespräch im selben Moment geändert. Sehen Sie noch einmal nach.
notice-not-allowed = Mit Ihrer Rolle geht das nicht.
notice-too-long = Das ist zu lang oder zu viel.
notice-failed = Das hat nicht geklappt. Versuchen Sie es gleich noch einmal.
notice-close = Schließen

## Tasten

help-open = Tasten
help-title = Tasten
help-next = Nächstes Gespräch
help-previous = Voriges Gespräch
help-enter = Gespräch öffnen
help-reply = Antwort schreiben
help-note = Notiz schreiben
help-done = Erledigt, oder wieder öffnen
help-claim = Übernehmen
help-snooze = Zurückstellen
help-search = Suchen
help-shortcuts = In einer Antwort, am Anfang einer Zeile: Text oder Artikel einfügen
help-reports = Berichte und zurück
help-help = Tasten zeigen
help-back = Zurück
help-close = Schließen

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

## Berichte: was gezählt wird, und was über Formular-Hooks kommt

inbox-title-report = { $page } – { $title }
reports-title = Berichte
reports-range = Zeitraum
reports-days =
    { $count ->
        [one] { NUMBER($count) } Tag
       *[other] { NUMBER($count) } Tage
    }
reports-always = Gesamt
reports-download = Alle Einträge als Datei:
reports-loading = Die Zahlen werden geholt …
reports-failed = Die Zahlen sind im Moment nicht erreichbar.
reports-cut = Die ersten { NUMBER($shown) } von { NUMBER($whole) }. Die Datei hat alle.

reports-articles = Artikel
reports-articles-about = Was auf „War dieser Artikel hilfreich?“ geantwortet wurde.
reports-articles-empty = In dieser Zeit hat niemand abgestimmt. Gefragt wird unter jedem Artikel.
reports-votes = Stimmen
reports-helpful = Hilfreich
reports-unhelpful = Nicht hilfreich
reports-voted = Artikel mit Stimmen
reports-of-votes =
    { $count ->
        [one] { $percent } von { NUMBER($count) } Stimme
       *[other] { $percent } von { NUMBER($count) } Stimmen
    }
reports-by-article = Nach Artikel
reports-article = Artikel
reports-yes = Ja
reports-no = Nein
reports-no-because = Nein: { $reason }
reports-reasons = Warum nicht
reason-off-topic = Beantwortet eine andere Frage
reason-incomplete = Sagt zu wenig
reason-unclear = Schwer zu verstehen
reason-wrong = Falsch oder veraltet
reason-other = Ein anderer Grund
reports-words = In den Worten der Lesenden

reports-deflection = Selbsthilfe
reports-deflection-about = Artikel, die vor einer Nachricht angeboten wurden, und was daraus wurde.
reports-deflection-empty = In dieser Zeit wurde kein Artikel angeboten und kein Formular gesendet.
reports-offers = Angebote
reports-opened = Geöffnet
reports-deflected = Gelöst
reports-continued = Trotzdem geschrieben
reports-unknown = Wortlos gegangen
reports-of-offers =
    { $count ->
        [one] { $percent } von { NUMBER($count) } Angebot
       *[other] { $percent } von { NUMBER($count) } Angeboten
    }
reports-by-place = Wo angeboten wurde
reports-place = Ort
reports-place-form = Formular: { $name }
reports-place-chat = Vor einem Chat
reports-place-other = Anderswo
reports-rate = Gelöst je Angebot
reports-offered = Welche Artikel
reports-forms = Gesendete Formulare
reports-form = Formular
reports-sent = Gesendet

reports-searches = Suchen
reports-searches-about = Wonach gesucht wurde, soweit die Lesenden der Zählung zugestimmt haben.
reports-searches-empty = In dieser Zeit wurde keine Suche gezählt.
reports-searched = Suchen
reports-in-vain = Nichts gefunden
reports-queries = Verschiedene Suchen
reports-of-searches =
    { $count ->
        [one] { $percent } von { NUMBER($count) } Suche
       *[other] { $percent } von { NUMBER($count) } Suchen
    }
reports-gaps = Was niemand finden konnte
reports-frequent = Am meisten gesucht
reports-query = Wörter
reports-found = Etwas gefunden

reports-invitations = Einladungen zum Chat
reports-invitations-about = Einladungen nach Ihren Regeln, und wer sie angenommen hat.
reports-invitations-empty = In dieser Zeit wurde niemand eingeladen.
reports-shown = Gezeigt
reports-engaged = Chat geöffnet
reports-dismissed = Weggelegt
reports-converted = Geschrieben
reports-of-shown =
    { $count ->
        [one] { $percent } von { NUMBER($count) } Einladung
       *[other] { $percent } von { NUMBER($count) } Einladungen
    }
reports-by-rule = Nach Regel
reports-rule = Regel
reports-success = Geschrieben je Einladung

reports-hooks = Formular-Hooks
reports-hooks-about = Adressen, die annehmen, was fremde Formulare senden.
reports-hooks-empty = Es gibt noch keinen Formular-Hook. Wer den Server betreibt, legt einen an mit: kb-server hook add NAME --brand MARKE
reports-hook = Formular-Hook { $name }
reports-hook-empty = Hier ist noch nichts angekommen.
reports-hook-on = Nimmt an
reports-hook-off = Abgeschaltet
reports-hook-never = Nie
reports-received = Empfangen
reports-received-last = Zuletzt empfangen
reports-data = Was gesendet wurde
reports-data-empty = Leer
reports-files =
    { $count ->
        [one] { NUMBER($count) } Datei
       *[other] { NUMBER($count) } Dateien
    }
reports-meta = Wie es kam
reports-meta-type = Typ
reports-meta-languages = Sprachen des Browsers
reports-meta-agent = Programm
reports-meta-sender = Zeichen des Absenders
reports-meta-event = Ereignis
reports-meta-id = Nummer
replay-open = Wiederholen …
replay-title = Wiederholen?
replay-question = Alles, was auf „{ $name }“ reagiert, bekommt das vom { $at } noch einmal, als wäre es erneut gesendet worden. Gespeichert wird es kein zweites Mal, und der Absender erfährt nichts davon.
replay-confirm = Wiederholen
replay-cancel = Abbrechen
replay-sending = Wird wiederholt …
replay-done = Erledigt: „{ $name }“ ist noch einmal geschehen.
replay-failed = Das hat nicht geklappt, und es ist nichts geschehen. Versuchen Sie es gleich noch einmal.
replay-count =
    { $count ->
        [one] Einmal wiederholt
       *[other] { NUMBER($count) }-mal wiederholt
    }
