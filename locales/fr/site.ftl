# Français. On vouvoie. Guillemets « … » avec espaces insécables.


## Header

skip-to-content = Aller au contenu
header-home = { $name }, accueil
header-menu = Menu
header-language = Langue
header-language-current = Langue : { $locale }
header-theme = Apparence
header-theme-light = Clair
header-theme-dark = Sombre
header-theme-auto = Automatique
header-links = Liens principaux
header-close-menu = Fermer le menu

announcement-label = Annonce
announcement-dismiss = Masquer cette annonce


## Search

search-label = Rechercher dans les articles d’aide
search-placeholder = Que cherchez-vous ?
search-submit = Rechercher
search-clear = Effacer la recherche
search-shortcut = Appuyez sur { $key } pour rechercher
search-results-count =
    { $count ->
        [one] { NUMBER($count) } résultat
        [many] { NUMBER($count) } de résultats
       *[other] { NUMBER($count) } résultats
    }
search-results-status =
    { $count ->
        [one] { NUMBER($count) } résultat. Utilisez les flèches pour le sélectionner.
        [many] { NUMBER($count) } de résultats. Utilisez les flèches pour en choisir un.
       *[other] { NUMBER($count) } résultats. Utilisez les flèches pour en choisir un.
    }
search-results-label = Résultats de la recherche
search-no-results = Aucun résultat pour « { $query } »
search-no-results-help = Vérifiez l’orthographe, essayez avec moins de mots ou d’autres mots, ou parcourez les thèmes.
search-showing-results-for = Résultats pour « { $query } »
search-instead-for = Rechercher plutôt « { $query } »
search-loading = Recherche en cours…
search-error = La recherche n’est pas disponible pour le moment. Vous pouvez retrouver tous les articles dans la liste.
search-try-again = Réessayer
search-needs-javascript = La recherche a besoin de JavaScript. Vous pouvez retrouver tous les articles dans la liste.
search-all-articles = Tous les articles de A à Z
search-all-results = Voir tous les résultats pour « { $query } »
search-more-results = Afficher plus de résultats
search-page-title = Recherche
search-page-title-query = Résultats pour « { $query } »
search-in-section = Dans « { $section } »
search-keyboard-hint = ↑ et ↓ pour se déplacer, Entrée pour ouvrir, Échap pour fermer
search-suggestions = Articles populaires
search-topics = Parcourir par thème


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
article-published = Publié le { $date }
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
article-code = Code
article-copy-code = Copier
article-copied = Copié
article-copy-failed = La copie n’a pas fonctionné. Sélectionnez le texte et copiez-le vous-même.
article-copy-link = Copier le lien
article-link-copied = Lien copié
article-markdown = Afficher en Markdown
article-in-category = Dans « { $category } »
article-more-in = Plus d’articles dans « { $category } »
article-contact-title = Encore besoin d’aide ?
article-contact-text = Nous vous aiderons avec plaisir.
article-feed = Nouveautés par flux


## Notices about translations

notice-fallback = Cet article n’existe pas encore en { $wanted }. Vous le lisez en { $shown }.
notice-stale = Cette traduction n’est peut-être plus à jour. La version en { $shown } est plus récente.
notice-source-link = Le lire en { $locale }
link-in-locale = en { $locale }


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
articles-intro =
    { $count ->
        [one] { NUMBER($count) } article
        [many] { NUMBER($count) } d’articles de A à Z
       *[other] { NUMBER($count) } articles de A à Z
    }
articles-letters = Aller à une lettre
pagination-label = Pages
pagination-page = Page { NUMBER($number) }
pagination-current = Page { NUMBER($number) }, page actuelle
pagination-previous = Page précédente
pagination-next = Page suivante
back-to-top = Haut de page


## Pages for special cases

not-found-title = Nous ne trouvons pas cette page
not-found-text = Elle a peut-être été déplacée ou renommée. Une recherche vous remettra sur la voie.
not-found-suggestions = Ces pages peuvent vous aider
root-choose-locale = Choisissez votre langue
offline-title = Vous êtes hors ligne
offline-text = Cette page n’est pas enregistrée sur votre appareil. Connectez-vous à Internet, puis réessayez.
offline-retry = Réessayer


## Footer

footer-label = Pied de page
footer-language = Langue
footer-powered-by = Réalisé avec { $name }
footer-copyright = © { $year } { $name }
contact-label = Nous contacter
external-link = ouvre un autre site


## In the text of an article

admonition-note = Remarque
admonition-tip = Astuce
admonition-important = Important
admonition-warning = Avertissement
admonition-caution = Attention
video-play = Lire la vidéo : { $title }
video-play-untitled = Lire la vidéo
video-notice = La lecture charge du contenu depuis { $provider }.
tabs-label = Choisir une variante
details-open = Détails
task-done = Fait
task-open = À faire
footnote-back = Retour au texte de la note { $number }
footnote-reference = Note { $number }
footnotes-title = Notes
diagram-label = Schéma
math-label = Formule
image-enlarge = Agrandir l’image
image-close = Fermer l’image
download-size = Téléchargement, { $size }


## Feeds

feed-title = { $name } : nouveautés
feed-category-title = { $name } : { $category }

list-separator = { ", " }
