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
