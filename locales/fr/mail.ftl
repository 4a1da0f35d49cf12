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

## The way from a letter back into its conversation

mail-back-button = Continuer la conversation
mail-back-private = Ce lien ouvre votre conversation pendant 30 jours. Merci de ne pas le transmettre.
mail-back-title = Votre conversation avec { $brand }
mail-back-text = Vous pouvez la poursuivre dans ce navigateur, sans mot de passe. Ne le faites que sur un appareil de confiance.
mail-back-for = Pour { $address }
mail-back-opening = Votre conversation va s’ouvrir. Cela demande JavaScript et l’autorisation de conserver des données dans ce navigateur.
mail-back-open = Votre conversation est sur cette page. Si vous l’avez fermée, rouvrez-la ici.
mail-back-wrong = Ce lien n’est pas complet
mail-back-wrong-text = Ouvrez-le de nouveau depuis l’e-mail, ou copiez-le en entier.
mail-back-expired = Ce lien a expiré
mail-back-expired-text = Les liens de nos e-mails sont valables 30 jours. Vous pouvez écrire à { $brand } à tout moment.
mail-back-gone = Ce lien n’ouvre aucune conversation
mail-back-gone-text = Elle n’est plus disponible. Vous pouvez écrire à { $brand } à tout moment.

mail-notice-unassigned = Personne n’a encore pris cette conversation ({ $brand })
mail-notice-message = Un client a écrit dans votre conversation ({ $brand })
mail-notice-missed = Une discussion n’a pas reçu de réponse à temps ({ $brand })
mail-notice-assigned = Une conversation vous a été confiée ({ $brand })
mail-notice-open = Ouvrir la conversation
mail-notice-why = Vous recevez cet e-mail en raison de vos réglages de notification. Ce qui a été écrit reste dans la boîte de réception.
mail-notice-change = Modifier les notifications
