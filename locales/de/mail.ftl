# Deutsch. Anrede: Sie. Anführungszeichen: „…“.

## A letter with answers that the customer has not seen

mail-subject =
    { $count ->
        [one] Neue Antwort von { $brand }
       *[other] { NUMBER($count) } neue Antworten von { $brand }
    }
mail-hello = Guten Tag { $name },
mail-intro = wir haben Ihnen geantwortet, und Sie haben es noch nicht gesehen:
mail-file = Datei: { $name }
mail-link = Auf { $site } antworten
mail-reply = Sie können auf diese E-Mail antworten.
mail-reference = Ihr Aktenzeichen: { $reference }
mail-why = Sie erhalten diese E-Mail, weil Sie { $brand } geschrieben haben.
mail-unsubscribe = Abbestellen

## A letter that a form has arrived

mail-confirmation-subject = Ihre Nachricht ist bei uns ({ $reference })
mail-confirmation = Vielen Dank. Ihre Nachricht ist bei { $brand } angekommen, und wir werden Ihnen antworten.

## The page for whoever wants no more letters

mail-stop-title = Keine E-Mails mehr von { $brand }?
mail-stop-text = Antworten warten dann nur noch im Chat auf Sie.
mail-stop-button = Abbestellen
mail-stopped = Sie erhalten keine E-Mails mehr von { $brand }
mail-again-button = Wieder E-Mails erhalten
mail-again = Sie erhalten wieder E-Mails von { $brand }

## The way from a letter back into its conversation

mail-back-button = Unterhaltung fortsetzen
mail-back-private = Dieser Link öffnet 30 Tage lang Ihre Unterhaltung. Bitte geben Sie ihn nicht weiter.
mail-back-title = Ihre Unterhaltung mit { $brand }
mail-back-text = Sie können sie in diesem Browser fortsetzen, ohne Passwort. Tun Sie das bitte nur auf einem Gerät, dem Sie vertrauen.
mail-back-for = Für { $address }
mail-back-opening = Ihre Unterhaltung öffnet sich gleich. Dafür sind JavaScript und die Erlaubnis nötig, Daten in diesem Browser zu behalten.
mail-back-open = Ihre Unterhaltung ist auf dieser Seite. Wenn Sie sie geschlossen haben, öffnen Sie sie hier wieder.
mail-back-wrong = Dieser Link ist nicht vollständig
mail-back-wrong-text = Bitte öffnen Sie ihn noch einmal aus der E-Mail, oder kopieren Sie ihn ganz.
mail-back-expired = Dieser Link ist abgelaufen
mail-back-expired-text = Links in unseren E-Mails gelten 30 Tage. Sie können { $brand } jederzeit schreiben.
mail-back-gone = Dieser Link öffnet keine Unterhaltung
mail-back-gone-text = Sie ist nicht mehr verfügbar. Sie können { $brand } jederzeit schreiben.

mail-notice-unassigned = Dieses Gespräch hat noch niemand übernommen ({ $brand })
mail-notice-message = In Ihrem Gespräch hat ein Kunde geschrieben ({ $brand })
mail-notice-missed = Ein Chat wurde nicht rechtzeitig beantwortet ({ $brand })
mail-notice-assigned = Ihnen wurde ein Gespräch zugewiesen ({ $brand })
mail-notice-open = Gespräch öffnen
mail-notice-why = Sie bekommen diese E-Mail, weil es in Ihren Benachrichtigungen so eingestellt ist. Was geschrieben wurde, bleibt im Posteingang.
mail-notice-change = Benachrichtigungen ändern
