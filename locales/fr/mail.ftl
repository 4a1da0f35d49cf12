# Français. Vouvoiement.

## A letter with answers that the customer has not seen

mail-subject =
    { $count ->
        [one] Nouvelle réponse de { $brand }
       *[other] { NUMBER($count) } nouvelles réponses de { $brand }
    }
mail-hello = Bonjour { $name },
mail-intro = Nous vous avons répondu et vous ne l’avez pas encore lu :
mail-file = Fichier : { $name }
mail-link = Répondre sur { $site }
mail-reply = Vous pouvez répondre à cet e-mail.
mail-reference = Votre référence : { $reference }
mail-why = Vous recevez cet e-mail parce que vous avez écrit à { $brand }.
mail-unsubscribe = Se désabonner

## A letter that a form has arrived

mail-confirmation-subject = Nous avons reçu votre message ({ $reference })
mail-confirmation = Merci. Votre message est bien arrivé chez { $brand } et nous vous répondrons.

## The page for whoever wants no more letters

mail-stop-title = Ne plus recevoir d’e-mails de { $brand } ?
mail-stop-text = Les réponses vous attendront alors uniquement dans le chat.
mail-stop-button = Se désabonner
mail-stopped = Vous ne recevrez plus d’e-mails de { $brand }
mail-again-button = Recevoir de nouveau des e-mails
mail-again = Vous recevez de nouveau les e-mails de { $brand }
