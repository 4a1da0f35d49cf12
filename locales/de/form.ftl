## The page

form-send = Absenden
form-next = Weiter
form-back = Zurück
form-step = Schritt { NUMBER($step) } von { NUMBER($steps) }
form-optional = freiwillig
form-choose = Bitte wählen
form-yes = ja
form-no = nein
form-files =
    { $count ->
        [one] Eine Datei
       *[other] Bis zu { NUMBER($count) } Dateien
    }
form-files-again = Bitte wählen Sie Ihre Dateien noch einmal aus.
form-trap = Dieses Feld bitte leer lassen
form-check = Fast fertig. Bitte sehen Sie Ihre Antworten durch und senden Sie sie ab.

## Afterwards

form-sent = Danke
form-sent-text = Ihre Nachricht ist bei uns, wir melden uns.
form-reference = Vorgangsnummer
form-reference-keep = Bitte heben Sie sie auf, falls Sie uns noch einmal schreiben.
form-gone = Dieses Formular gibt es nicht mehr
form-gone-text = Bitte gehen Sie zurück zu der Seite, von der Sie kommen, und suchen Sie dort einen anderen Weg zu uns.

## What went wrong

form-errors =
    { $count ->
        [one] Bitte sehen Sie sich eine Antwort noch einmal an
       *[other] Bitte sehen Sie sich { NUMBER($count) } Antworten noch einmal an
    }
form-problem-expired = Diese Seite war lange offen. Ihre Antworten sind noch da: bitte senden Sie sie noch einmal ab.
form-problem-fast = Das ging sehr schnell. Bitte sehen Sie Ihre Antworten durch und senden Sie sie noch einmal ab.
form-problem-limited = Aus Ihrem Netz kamen sehr viele Formulare. Ihre Antworten sind noch da: bitte senden Sie sie später noch einmal ab.
form-problem-limited-until = Aus Ihrem Netz kamen sehr viele Formulare. Ihre Antworten sind noch da: bitte senden Sie sie { $when } noch einmal ab.
form-problem-unavailable = Wir konnten es nicht speichern. Ihre Antworten sind noch da: bitte senden Sie sie gleich noch einmal ab.

## What has to be corrected

form-error-required = Bitte beantworten Sie diese Frage.
form-error-consent = Bitte setzen Sie hier ein Häkchen, um fortzufahren.
form-error-too-short =
    { $count ->
        [one] Bitte schreiben Sie mindestens ein Zeichen.
       *[other] Bitte schreiben Sie mindestens { NUMBER($count) } Zeichen.
    }
form-error-too-long = Bitte schreiben Sie höchstens { NUMBER($count) } Zeichen.
form-error-too-few = Bitte wählen Sie mindestens { NUMBER($count) } aus.
form-error-too-many = Bitte wählen Sie höchstens { NUMBER($count) } aus.
form-error-wrong-shape = Bitte schreiben Sie es so: { $example }
form-error-no-email = Bitte geben Sie eine E-Mail-Adresse an, etwa name@example.com.
form-error-no-phone = Bitte geben Sie eine Telefonnummer mit ihren Ziffern an.
form-error-no-url = Bitte geben Sie eine Adresse an, die mit https:// beginnt.
form-error-no-number = Bitte geben Sie eine Zahl an.
form-error-not-whole = Bitte geben Sie eine ganze Zahl an.
form-error-too-small = Der kleinste Wert ist { $limit }.
form-error-too-large = Der größte Wert ist { $limit }.
form-error-too-early = Frühestens { $limit }.
form-error-too-late = Spätestens { $limit }.
form-error-no-date = Bitte geben Sie einen Tag an, den es im Kalender gibt.
form-error-no-choice = Bitte wählen Sie aus der Liste.
form-error-only-one = Bitte geben Sie nur eine Antwort.
form-error-not-asked = Diese Frage wird nicht mehr gestellt. Bitte sehen Sie Ihre Antworten durch und senden Sie sie noch einmal ab.
form-error-altered = Etwas auf dieser Seite wurde unterwegs verändert. Bitte senden Sie sie noch einmal ab.
form-error-file-large = Diese Datei ist zu groß.
form-error-file-kind = Dateien dieser Art können nicht gesendet werden.
form-error-file = Diese Datei konnte nicht angenommen werden. Bitte versuchen Sie es mit einer anderen.

wait-estimate =
    { $count ->
        [one] Zuletzt dauerte es bis zur Antwort etwa { NUMBER($count) } Minute.
       *[other] Zuletzt dauerte es bis zur Antwort etwa { NUMBER($count) } Minuten.
    }
