## The page

form-send = Envoyer
form-next = Continuer
form-back = Retour
form-step = Étape { NUMBER($step) } sur { NUMBER($steps) }
form-optional = facultatif
form-choose = Veuillez choisir
form-yes = oui
form-no = non
form-files =
    { $count ->
        [one] Un fichier
       *[other] Jusqu’à { NUMBER($count) } fichiers
    }
form-files-again = Veuillez choisir vos fichiers une nouvelle fois.
form-trap = Laissez ce champ vide
form-check = C’est presque fini. Relisez vos réponses, puis envoyez-les.

## Afterwards

form-sent = Merci
form-sent-text = Nous avons bien reçu votre message et reviendrons vers vous.
form-reference = Référence
form-reference-keep = Conservez-la au cas où vous nous écririez de nouveau.
form-gone = Ce formulaire n’est plus disponible
form-gone-text = Revenez à la page précédente et cherchez-y un autre moyen de nous joindre.

## What went wrong

form-errors =
    { $count ->
        [one] Une réponse est à revoir
       *[other] { NUMBER($count) } réponses sont à revoir
    }
form-problem-expired = Cette page est restée ouverte longtemps. Vos réponses sont toujours là : envoyez-les une nouvelle fois.
form-problem-fast = C’était très rapide. Relisez vos réponses et envoyez-les une nouvelle fois.
form-problem-limited = Beaucoup de formulaires arrivent de votre réseau. Vos réponses sont toujours là : renvoyez-les un peu plus tard.
form-problem-limited-until = Beaucoup de formulaires arrivent de votre réseau. Vos réponses sont toujours là : renvoyez-les { $when }.
form-problem-unavailable = L’enregistrement a échoué. Vos réponses sont toujours là : renvoyez-les dans un instant.

## What has to be corrected

form-error-required = Veuillez répondre à cette question.
form-error-consent = Cochez cette case pour continuer.
form-error-too-short =
    { $count ->
        [one] Écrivez au moins un caractère.
       *[other] Écrivez au moins { NUMBER($count) } caractères.
    }
form-error-too-long =
    { $count ->
        [one] Écrivez un caractère au plus.
       *[other] Écrivez { NUMBER($count) } caractères au plus.
    }
form-error-too-few = Choisissez-en au moins { NUMBER($count) }.
form-error-too-many = Choisissez-en { NUMBER($count) } au plus.
form-error-wrong-shape = Écrivez-le ainsi : { $example }
form-error-no-email = Indiquez une adresse e-mail, par exemple nom@example.com.
form-error-no-phone = Indiquez un numéro de téléphone en chiffres.
form-error-no-url = Indiquez une adresse qui commence par https://.
form-error-no-number = Indiquez un nombre.
form-error-not-whole = Indiquez un nombre entier.
form-error-too-small = La plus petite valeur est { $limit }.
form-error-too-large = La plus grande valeur est { $limit }.
form-error-too-early = Au plus tôt { $limit }.
form-error-too-late = Au plus tard { $limit }.
form-error-no-date = Indiquez un jour qui existe dans le calendrier.
form-error-no-choice = Choisissez dans la liste.
form-error-only-one = Donnez une seule réponse.
form-error-not-asked = Cette question n’est plus posée. Relisez vos réponses et envoyez-les une nouvelle fois.
form-error-altered = Quelque chose a changé en route sur cette page. Envoyez-la une nouvelle fois.
form-error-file-large = Ce fichier est trop volumineux.
form-error-file-kind = Ce type de fichier ne peut pas être envoyé.
form-error-file = Ce fichier n’a pas pu être accepté. Essayez-en un autre.

wait-estimate =
    { $count ->
        [one] Dernièrement, la réponse est arrivée au bout d’environ { NUMBER($count) } minute.
       *[other] Dernièrement, la réponse est arrivée au bout d’environ { NUMBER($count) } minutes.
    }
