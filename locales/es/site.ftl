# Español. Tratamiento: tú. Comillas: «…».


## Header

skip-to-content = Ir al contenido
header-home = { $name }, inicio
header-menu = Menú
header-language = Idioma
header-language-current = Idioma: { $locale }
header-theme = Apariencia
header-theme-light = Claro
header-theme-dark = Oscuro
header-theme-auto = Automático
header-links = Enlaces principales
header-close-menu = Cerrar el menú

announcement-label = Aviso
announcement-dismiss = Ocultar este aviso


## Search

search-label = Buscar en los artículos de ayuda
search-placeholder = ¿Qué necesitas saber?
search-submit = Buscar
search-clear = Borrar la búsqueda
search-shortcut = Pulsa { $key } para buscar
search-results-count =
    { $count ->
        [one] { NUMBER($count) } resultado
        [many] { NUMBER($count) } de resultados
       *[other] { NUMBER($count) } resultados
    }
search-results-status =
    { $count ->
        [one] { NUMBER($count) } resultado. Usa las flechas para elegirlo.
        [many] { NUMBER($count) } de resultados. Usa las flechas para elegir uno.
       *[other] { NUMBER($count) } resultados. Usa las flechas para elegir uno.
    }
search-results-label = Resultados de la búsqueda
search-no-results = No hay resultados para «{ $query }»
search-no-results-help = Revisa la ortografía, prueba con menos palabras o con otras, o explora los temas.
search-showing-results-for = Resultados para «{ $query }»
search-instead-for = Buscar «{ $query }» en su lugar
search-loading = Buscando…
search-error = La búsqueda no está disponible en este momento. Puedes encontrar todos los artículos en la lista.
search-try-again = Intentar de nuevo
search-needs-javascript = La búsqueda necesita JavaScript. Puedes encontrar todos los artículos en la lista.
search-all-articles = Todos los artículos de la A a la Z
search-all-results = Ver todos los resultados para «{ $query }»
search-more-results = Mostrar más resultados
search-page-title = Búsqueda
search-page-title-query = Resultados para «{ $query }»
search-in-section = En «{ $section }»
search-keyboard-hint = Usa ↑ y ↓ para moverte, Enter para abrir y Esc para cerrar
search-suggestions = Artículos populares
search-topics = Explorar por temas


## Home

home-greeting = ¿En qué podemos ayudarte?
home-categories = Temas
home-featured = Artículos populares
home-recent = Actualizados recientemente


## Categories

category-count =
    { $count ->
        [one] { NUMBER($count) } artículo
        [many] { NUMBER($count) } de artículos
       *[other] { NUMBER($count) } artículos
    }
category-articles = Artículos
category-subcategories = Temas más concretos
category-empty = Aquí todavía no hay artículos.
category-feed = Seguir las novedades por feed
category-all = Ver todo en «{ $category }»


## Articles

article-updated = Actualizado el { $date }
article-published = Publicado el { $date }
article-reading-time = { NUMBER($minutes) } min de lectura
article-contents = En esta página
article-related = Artículos relacionados
article-previous = Anterior
article-next = Siguiente
article-previous-next = Artículo anterior y siguiente
article-tags = Etiquetas
article-print = Imprimir
article-heading-link = Enlace a «{ $heading }»
article-table = Tabla
article-code = Código
article-copy-code = Copiar
article-copied = Copiado
article-copy-failed = No se ha podido copiar. Selecciona el texto y cópialo tú.
article-copy-link = Copiar enlace
article-link-copied = Enlace copiado
article-markdown = Ver como Markdown
article-in-category = En «{ $category }»
article-more-in = Más en «{ $category }»
article-contact-title = ¿Todavía necesitas ayuda?
article-contact-text = Te ayudamos con mucho gusto.
article-feed = Novedades por feed


## Notices about translations

notice-fallback = Este artículo todavía no está disponible en { $wanted }. Lo estás leyendo en { $shown }.
notice-stale = Puede que esta traducción no esté al día. La versión en { $shown } es más reciente.
notice-source-link = Leerlo en { $locale }
link-in-locale = en { $locale }


## Ways through the site

breadcrumbs-label = Estás aquí
breadcrumbs-home = Inicio
tag-title = Artículos sobre «{ $tag }»
tag-count =
    { $count ->
        [one] { NUMBER($count) } artículo
        [many] { NUMBER($count) } de artículos
       *[other] { NUMBER($count) } artículos
    }
articles-title = Todos los artículos
articles-intro =
    { $count ->
        [one] { NUMBER($count) } artículo
        [many] { NUMBER($count) } de artículos de la A a la Z
       *[other] { NUMBER($count) } artículos de la A a la Z
    }
articles-letters = Ir a una letra
pagination-label = Páginas
pagination-page = Página { NUMBER($number) }
pagination-current = Página { NUMBER($number) }, página actual
pagination-previous = Página anterior
pagination-next = Página siguiente
back-to-top = Volver arriba


## Pages for special cases

not-found-title = No encontramos esta página
not-found-text = Quizá haya cambiado de sitio o de nombre. Con una búsqueda podrás seguir adelante.
not-found-suggestions = Estas páginas pueden ayudarte
root-choose-locale = Elige tu idioma
offline-title = No tienes conexión
offline-text = Esta página no está guardada en tu dispositivo. Conéctate a Internet e inténtalo de nuevo.
offline-retry = Intentar de nuevo


## Footer

footer-label = Pie de página
footer-language = Idioma
footer-powered-by = Hecho con { $name }
footer-copyright = © { $year } { $name }
contact-label = Contactar
external-link = abre otro sitio web


## In the text of an article

admonition-note = Nota
admonition-tip = Consejo
admonition-important = Importante
admonition-warning = Advertencia
admonition-caution = Precaución
video-play = Reproducir el vídeo: { $title }
video-play-untitled = Reproducir el vídeo
video-notice = Al reproducirlo se carga contenido de { $provider }.
tabs-label = Elegir una variante
details-open = Detalles
task-done = Hecho
task-open = Pendiente
footnote-back = Volver al texto de la nota { $number }
footnote-reference = Nota { $number }
footnotes-title = Notas
diagram-label = Diagrama
math-label = Fórmula
image-enlarge = Ampliar la imagen
image-close = Cerrar la imagen
download-size = Descarga, { $size }


## Feeds

feed-title = { $name }: novedades
feed-category-title = { $name }: { $category }

list-separator = { ", " }
