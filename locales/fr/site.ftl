# Français. On vouvoie. Guillemets « … » avec espaces insécables.

## Header

skip-to-content = Aller au contenu
header-home = { $name }, accueil
header-menu = Menu
header-language-current = Langue : { $locale }
header-theme = Apparence
header-theme-light = Clair
header-theme-dark = Sombre
header-theme-auto = Automatique
header-links = Liens principaux

announcement-label = Annonce
announcement-dismiss = Masquer cette annonce

## Search

search-label = Rechercher dans les articles d’aide
search-placeholder = Que cherchez-vous ?
search-submit = Rechercher
search-results-count =
    { $count ->
        [one] { NUMBER($count) } résultat
        [many] { NUMBER($count) } de résultats
       *[other] { NUMBER($count) } résultats
    }
search-results-label = Résultats de la recherche
search-no-results = Aucun résultat pour « { $query } »
search-no-results-help = Vérifiez l’orthographe, essayez avec moins de mots ou d’autres mots, ou parcourez les thèmes.
search-showing-results-for = Résultats pour « { $query } »
search-loading = Recherche en cours…
search-error = La recherche n’est pas disponible pour le moment. Vous pouvez retrouver tous les articles dans la liste.
search-needs-javascript = La recherche a besoin de JavaScript. Vous pouvez retrouver tous les articles dans la liste.
search-all-articles = Tous les articles de A à Z
search-all-results = Voir tous les résultats pour « { $query } »
search-page-title = Recherche
search-page-title-query = Résultats pour « { $query } »
search-in-section = Dans « { $section } »
search-keyboard-hint = ↑ et ↓ pour se déplacer, Entrée pour ouvrir, Échap pour fermer

## Home

home-greeting = Comment pouvons-nous vous aider ?
home-categories = Thèmes
home-featured = Articles populaires
home-recent = Mis à jour récemment

## Categories

category-count =
    { $count ->
        [one] { NUMBER($count) } article
        [many] { NUMBER($count) } d’articles
       *[other] { NUMBER($count) } articles
    }
category-articles = Articles
category-subcategories = Thèmes plus précis
category-empty = Il n’y a pas encore d’article ici.
category-feed = Suivre les nouveautés par flux
category-all = Tout voir dans « { $category } »

## Articles

article-updated = Mis à jour le { $date }
article-reading-time = { NUMBER($minutes) } min de lecture
article-contents = Sur cette page
article-related = Articles associés
article-previous = Précédent
article-next = Suivant
article-previous-next = Article précédent et article suivant
article-tags = Étiquettes
article-print = Imprimer
article-heading-link = Lien vers « { $heading } »
article-table = Tableau
article-copy-code = Copier
article-copied = Copié
article-link-copied = Lien copié
article-markdown = Afficher en Markdown
article-more-in = Plus d’articles dans « { $category } »
article-contact-title = Encore besoin d’aide ?
article-contact-text = Nous vous aiderons avec plaisir.
article-feed = Nouveautés par flux

## Notices about translations

notice-fallback = Cet article n’existe pas encore en { $wanted }. Vous le lisez en { $shown }.
notice-stale = Cette traduction n’est peut-être plus à jour. La version en { $shown } est plus récente.
notice-source-link = Le lire en { $locale }

## Ways through the site

breadcrumbs-label = Vous êtes ici
breadcrumbs-home = Accueil
tag-title = Articles sur « { $tag } »
tag-count =
    { $count ->
        [one] { NUMBER($count) } article
        [many] { NUMBER($count) } d’articles
       *[other] { NUMBER($count) } articles
    }
articles-title = Tous les articles
articles-letters = Aller à une lettre
pagination-label = Pages
pagination-page = Page { NUMBER($number) }
pagination-current = Page { NUMBER($number) }, page actuelle

## Pages for special cases

not-found-title = Nous ne trouvons pas cette page
not-found-text = Elle a peut-être été déplacée ou renommée. Une recherche vous remettra sur la voie.
not-found-suggestions = Ces pages peuvent vous aider
offline-title = Vous êtes hors ligne
offline-text = Cette page n’est pas enregistrée sur votre appareil. Connectez-vous à Internet, puis réessayez.

## Footer

footer-label = Pied de page
footer-language = Langue
footer-powered-by = Réalisé avec { $name }
footer-copyright = © { $year } { $name }

## In the text of an article

admonition-note = Remarque
admonition-tip = Astuce
admonition-important = Important
admonition-warning = Avertissement
admonition-caution = Attention
video-play = Lire la vidéo : { $title }
details-open = Détails
task-done = Fait
task-open = À faire
footnote-back = Retour au texte de la note { $number }
footnotes-title = Notes
diagram-label = Schéma

## Feeds

feed-title = { $name } : nouveautés
feed-category-title = { $name } : { $category }

## Forms, beside form.ftl

form-sending = Envoi en cours…
form-remove-file = Retirer { $name }
form-file-waiting = Envoi de { $name }
form-files-by-mail = Veuillez joindre vous-même vos fichiers à l’e-mail.
form-shown = Nouvelle question : { $label }
form-hidden = N’est plus nécessaire : { $label }
form-home = Retour au centre d’aide
form-offline = Vous êtes hors ligne. Votre message reste sur cet appareil et partira tout seul à votre retour.
form-unreachable = Nous ne sommes pas joignables pour le moment. Vos réponses restent sur cet appareil.
form-retry = Réessayer
form-mail = Écrire plutôt un e-mail
form-gone-kept = Ce formulaire n’est plus utilisé. Vos réponses restent sur cet appareil pour que vous puissiez les copier.
form-restored = Nous avons gardé ce que vous aviez écrit ici.
form-start-over = Recommencer
form-by-mail = Votre logiciel de messagerie s’ouvre avec vos réponses. Envoyez-les depuis celui-ci.

## Articles that are offered while a form is filled in

suggestions-title = Ces articles peuvent vous aider
suggestions-found = Des articles qui peuvent vous aider s’affichent sous le champ.
suggestions-back = Retour au formulaire
suggestions-solved = Cela a résolu mon problème
suggestions-thanks = Ravis d’avoir pu aider
suggestions-thanks-text = Rien n’a été envoyé, et ce que vous aviez écrit est oublié.

## “Was this helpful?” below an article

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
