# Français. Vouvoiement. Espace insécable avant « : ; ? ! ».

## The button that opens the chat, read aloud

launcher-open = Ouvrir le chat
launcher-unread =
    { $count ->
        [one] Ouvrir le chat, { NUMBER($count) } nouveau message
       *[other] Ouvrir le chat, { NUMBER($count) } nouveaux messages
    }
launcher-close = Fermer le chat
title-unread = ({ NUMBER($count) }) { $title }

## The panel

panel-label = Chat avec { $name }
panel-close = Fermer le chat
availability-online = Nous sommes là pour vous aider
availability-offline = Nous sommes absents, mais nous lisons chaque message
availability-opens = Nous sommes absents. De retour { $when }, heure locale
availability-opens-today = Nous sommes absents. De retour à { $when }, heure locale

## Start

home-greeting = Comment pouvons-nous vous aider ?
home-intro = Écrivez-nous ici. Vous pouvez quitter la page et revenir lire notre réponse.
home-write = Envoyer un message
home-conversations = Vos conversations
home-unread =
    { $count ->
        [one] { NUMBER($count) } nouveau message
       *[other] { NUMBER($count) } nouveaux messages
    }

## A conversation

conversation-back = Retour au début
conversation-messages = Messages
conversation-more = Transcription et plus
conversation-empty = Que pouvons-nous faire pour vous ? Nous répondons ici même.
conversation-empty-offline = Nous sommes absents pour le moment. Écrivez-nous quand même : nous lisons chaque message.
conversation-older = Afficher les messages précédents
conversation-loading = Chargement de vos messages…
conversation-today = Aujourd’hui
conversation-yesterday = Hier
conversation-joined = { $name } a rejoint la conversation
conversation-ended = Cette conversation est terminée. Écrivez à nouveau pour la reprendre.
conversation-ended-new = Cette conversation est terminée. Écrivez à nouveau pour en commencer une autre.
conversation-missed = Personne n’a pu répondre pour le moment, et nous en sommes désolés. Laissez votre adresse e-mail et nous vous écrirons.
conversation-missed-known = Personne n’a pu répondre pour le moment, et nous en sommes désolés. Nous vous écrirons par e-mail.
conversation-contact = Vous avez laissé votre adresse e-mail. Nous vous écrirons.
conversation-idle = Êtes-vous toujours là ?
conversation-idle-ending =
    { $count ->
        [one] Êtes-vous toujours là ? Cette conversation se termine dans { NUMBER($count) } minute.
       *[other] Êtes-vous toujours là ? Cette conversation se termine dans { NUMBER($count) } minutes.
    }
conversation-typing = { $name } écrit…
conversation-arrived = { $name } a écrit : { $text }
message-from-you = Vous avez écrit :
message-from = { $name } a écrit :

## How far a message got

mark-queued = En attente de connexion
mark-sending = Envoi…
mark-sent = Envoyé
mark-seen = Vu
failed-unsent = Ce message n’a pas été envoyé.
failed-too-long = Ce message est trop long et n’a pas été envoyé.
failed-unknown-file = Un fichier n’est plus là, ce message n’a donc pas été envoyé.
failed-not-allowed = Cette conversation n’accepte plus de messages.
failed-ended = Cette conversation est terminée. Commencez-en une nouvelle.
message-retry = Réessayer
message-discard = Abandonner

## Writing

composer-label = Votre message
composer-placeholder = Écrivez un message…
composer-send = Envoyer
composer-too-long =
    { $count ->
        [one] { NUMBER($count) } caractère en trop
       *[other] { NUMBER($count) } caractères en trop
    }

## Files

files-attach = Joindre des fichiers
files-sending = Envoi de { $name }
files-added = { $name } est joint
files-remove = Retirer { $name }
files-retry = Réessayer
files-save = Enregistrer { $name } { $size }
files-too-large = Ce fichier est trop volumineux. La limite est de { $limit }.
files-too-large-together = Ensemble, ces fichiers sont trop volumineux. Un message en accepte { $limit } au plus.
files-too-many =
    { $count ->
        [one] Un message accepte { NUMBER($count) } fichier.
       *[other] Un message accepte { NUMBER($count) } fichiers.
    }
files-not-allowed = Ce type de fichier ne peut pas être envoyé. Images, vidéos, documents, textes et archives ZIP sont acceptés.
files-mismatch = Le nom de ce fichier ne correspond pas à son contenu.
files-refused = Un contrôle de sécurité a refusé ce fichier.
files-image-too-large = Cette image a trop de pixels. Réduisez-la et réessayez.
files-empty = Ce fichier est vide.
files-offline = Vous êtes hors ligne. Le fichier reste ici et partira à votre retour.
files-wait = Cela fait beaucoup de fichiers à la fois. Réessayez { $when }.
files-failed = Cela n’a pas fonctionné. Réessayez dans un instant.

## The menu of a conversation

more-transcript = Télécharger la conversation
more-sound = Son pour les nouvelles réponses
more-notify = Me notifier dans ce navigateur
more-notify-asking = Votre navigateur demande s’il peut afficher des notifications.
more-notify-refused = Ce navigateur n’autorise pas les notifications de ce site. Vous pouvez changer cela dans ses paramètres.
more-saving = Préparation du fichier…
more-failed = La conversation n’est pas accessible pour le moment. Réessayez dans un instant.
more-you = Vous
more-file = conversation
more-ended = La conversation a été terminée.

## An invitation to chat beside the launcher

proactive-dismiss = Pas maintenant

## The connection

link-offline = Vous êtes hors ligne. Vos messages sont gardés et partiront à votre retour.
link-connecting = Reconnexion en cours. Ce que vous écrivez est gardé.
link-limited = Trop de messages à la fois. Ce qui attend part { $when }.
link-refused = Le chat n’est pas joignable depuis cette page pour le moment.
link-outdated = Une nouvelle version du chat existe. Rechargez la page pour continuer.

## Ending

end-open = Terminer la conversation
end-question = Terminer cette conversation ?
end-note = Vous pouvez nous réécrire à tout moment.
end-confirm = Terminer
end-cancel = Continuer

## The address in a missed chat

contact-title = Nous répondrons par e-mail
contact-name = Votre nom (facultatif)
contact-email = Votre adresse e-mail
contact-wrong = Écrivez une adresse comme nom@example.com.
contact-send = Envoyer

## Articles of the help site

kb-launcher = Ouvrir l’aide
kb-close = Fermer l’aide
kb-label = Aide de { $name }
kb-status = Des réponses à lire, à tout moment
kb-search-label = Rechercher dans les articles d’aide
kb-search-placeholder = Rechercher une réponse…
kb-searching = Recherche en cours…
kb-results =
    { $count ->
        [one] { NUMBER($count) } résultat
       *[other] { NUMBER($count) } résultats
    }
kb-none = Aucun résultat pour « { $text } ».
kb-none-help = Essayez avec moins de mots ou d’autres mots, ou parcourez les thèmes.
kb-corrected = Résultats pour « { $text } ».
kb-popular = Articles les plus lus
kb-topics = Thèmes
kb-articles = Articles
kb-count =
    { $count ->
        [one] { NUMBER($count) } article
       *[other] { NUMBER($count) } articles
    }
kb-back = Retour
kb-open-page = Ouvrir la page complète dans un nouvel onglet
kb-loading = Chargement…
kb-missing = Cette page n’existe plus.
kb-failed = Les articles d’aide sont inaccessibles pour le moment.
kb-retry = Réessayer
kb-home = Revenir au début
kb-foreign = Cet article n’existe pas encore dans votre langue.
kb-ask = Vous n’avez pas trouvé la réponse ?
kb-forms = Formulaires
kb-forms-more = Autres formulaires
kb-solved = Cela a résolu mon problème
kb-unsolved = Retour à mon message

## Articles offered while somebody writes the first message

offer-title = Ces articles peuvent vous aider
offer-found = Des articles qui peuvent vous aider s’affichent au-dessus du champ.
offer-dismiss = Pas maintenant
offer-thanks = Ravis d’avoir pu aider
offer-thanks-text = Rien n’a été envoyé, et ce que vous aviez écrit est oublié.

## A form of the help site in the panel

forms-failed = Le formulaire ne peut pas s’afficher ici pour le moment.

## Below an article in the panel

vote-title = Cet article vous a-t-il aidé ?
vote-yes = Oui
vote-no = Non
vote-thanks = Merci pour votre retour.
vote-reasons = Que pourrions-nous améliorer ?
vote-off-topic = Il répond à une autre question
vote-incomplete = Il n’en dit pas assez
vote-unclear = Il est difficile à comprendre
vote-wrong = Il est faux ou dépassé
vote-other = Autre chose
vote-words = Souhaitez-vous nous en dire plus ?
vote-privacy = Nous ne pouvons pas répondre ici. N’écrivez rien de personnel.
vote-send = Envoyer
vote-sent = Merci. Nous lisons chaque mot.
vote-later = Nous ne sommes pas joignables pour le moment. Votre réponse sera envoyée plus tard.
