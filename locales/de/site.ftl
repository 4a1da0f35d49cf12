# Deutsch. Anrede: Sie. Anführungszeichen: „…“.

## Header

skip-to-content = Zum Inhalt springen
header-home = { $name }, Startseite
header-menu = Menü
header-language-current = Sprache: { $locale }
header-theme = Darstellung
header-theme-light = Hell
header-theme-dark = Dunkel
header-theme-auto = Automatisch
header-links = Hauptlinks

announcement-label = Hinweis
announcement-dismiss = Diesen Hinweis ausblenden

## Search

search-label = Hilfeartikel durchsuchen
search-placeholder = Wonach suchen Sie?
search-submit = Suchen
search-results-count =
    { $count ->
        [one] { NUMBER($count) } Ergebnis
       *[other] { NUMBER($count) } Ergebnisse
    }
search-results-label = Suchergebnisse
search-no-results = Keine Ergebnisse für „{ $query }“
search-no-results-help = Prüfen Sie die Schreibweise, versuchen Sie es mit weniger oder anderen Wörtern, oder stöbern Sie in den Themen.
search-showing-results-for = Ergebnisse für „{ $query }“
search-loading = Suche läuft …
search-error = Die Suche ist gerade nicht verfügbar. In der Übersicht finden Sie trotzdem alle Artikel.
search-needs-javascript = Die Suche braucht JavaScript. In der Übersicht finden Sie alle Artikel.
search-all-articles = Alle Artikel von A bis Z
search-all-results = Alle Ergebnisse für „{ $query }“ ansehen
search-page-title = Suche
search-page-title-query = Ergebnisse für „{ $query }“
search-in-section = In „{ $section }“
search-keyboard-hint = Mit ↑ und ↓ wählen, mit der Eingabetaste öffnen, mit Esc schließen

## Home

home-greeting = Wie können wir Ihnen helfen?
home-categories = Themen
home-featured = Beliebte Artikel
home-recent = Kürzlich aktualisiert

## Categories

category-count = { NUMBER($count) } Artikel
category-articles = Artikel
category-subcategories = Unterthemen
category-empty = Hier gibt es noch keine Artikel.
category-feed = Neues als Feed abonnieren
category-all = Alles zu „{ $category }“ ansehen

## Articles

article-updated = Aktualisiert am { $date }
article-reading-time = { NUMBER($minutes) } Min. Lesezeit
article-contents = Auf dieser Seite
article-related = Ähnliche Artikel
article-previous = Zurück
article-next = Weiter
article-previous-next = Vorheriger und nächster Artikel
article-tags = Schlagwörter
article-print = Drucken
article-heading-link = Link zu „{ $heading }“
article-table = Tabelle
article-copy-code = Kopieren
article-copied = Kopiert
article-link-copied = Link kopiert
article-markdown = Als Markdown ansehen
article-more-in = Mehr in „{ $category }“
article-contact-title = Brauchen Sie noch Hilfe?
article-contact-text = Wir helfen Ihnen gern weiter.
article-feed = Neues als Feed

## Notices about translations

notice-fallback = Diesen Artikel gibt es noch nicht auf { $wanted }. Sie lesen ihn auf { $shown }.
notice-stale = Diese Übersetzung ist möglicherweise nicht aktuell. Die Fassung auf { $shown } ist neuer.
notice-source-link = Auf { $locale } lesen

## Ways through the site

breadcrumbs-label = Sie sind hier
breadcrumbs-home = Startseite
tag-title = Artikel zu „{ $tag }“
tag-count = { NUMBER($count) } Artikel
articles-title = Alle Artikel
articles-letters = Zu einem Buchstaben springen
pagination-label = Seiten
pagination-page = Seite { NUMBER($number) }
pagination-current = Seite { NUMBER($number) }, aktuelle Seite

## Pages for special cases

not-found-title = Diese Seite finden wir nicht
not-found-text = Vielleicht ist sie umgezogen oder heißt jetzt anders. Mit der Suche kommen Sie weiter.
not-found-suggestions = Diese Seiten helfen vielleicht weiter
offline-title = Sie sind offline
offline-text = Diese Seite ist nicht auf Ihrem Gerät gespeichert. Stellen Sie eine Internetverbindung her und versuchen Sie es noch einmal.

## Footer

footer-label = Fußzeile
footer-language = Sprache
footer-powered-by = Erstellt mit { $name }
footer-copyright = © { $year } { $name }

## In the text of an article

admonition-note = Hinweis
admonition-tip = Tipp
admonition-important = Wichtig
admonition-warning = Warnung
admonition-caution = Vorsicht
video-play = Video abspielen: { $title }
details-open = Details
task-done = Erledigt
task-open = Offen
footnote-back = Zurück zum Text von Fußnote { $number }
footnotes-title = Fußnoten
diagram-label = Diagramm

## Feeds

feed-title = { $name }: Neues
feed-category-title = { $name }: { $category }

## Forms, beside form.ftl

form-sending = Wird gesendet …
form-remove-file = { $name } entfernen
form-file-waiting = { $name } wird hochgeladen
form-files-by-mail = Bitte hängen Sie Ihre Dateien selbst an die E-Mail an.
form-shown = Neue Frage: { $label }
form-hidden = Nicht mehr nötig: { $label }
form-home = Zurück zur Hilfe
form-offline = Sie sind offline. Ihre Nachricht bleibt auf diesem Gerät und wird von selbst gesendet, sobald Sie wieder verbunden sind.
form-unreachable = Wir sind gerade nicht erreichbar. Ihre Antworten bleiben auf diesem Gerät.
form-retry = Noch einmal versuchen
form-mail = Stattdessen eine E-Mail schreiben
form-gone-kept = Dieses Formular wird nicht mehr verwendet. Ihre Antworten bleiben auf diesem Gerät, damit Sie sie noch kopieren können.
form-restored = Wir haben aufgehoben, was Sie hier geschrieben hatten.
form-start-over = Von vorn beginnen
form-by-mail = Ihr E-Mail-Programm öffnet sich mit Ihren Antworten. Bitte senden Sie sie von dort.

## Articles that are offered while a form is filled in

suggestions-title = Diese Artikel helfen vielleicht
suggestions-found = Unter dem Feld stehen Artikel, die helfen könnten.
suggestions-back = Zurück zum Formular
suggestions-solved = Das hat geholfen
suggestions-thanks = Schön, dass das geholfen hat
suggestions-thanks-text = Es wurde nichts gesendet, und was Sie geschrieben haben, ist vergessen.

## “Was this helpful?” below an article

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
