# Español. Tratamiento: tú. Comillas: «…».

## Header

skip-to-content = Ir al contenido
header-home = { $name }, inicio
header-menu = Menú
header-language-current = Idioma: { $locale }
header-theme = Apariencia
header-theme-light = Claro
header-theme-dark = Oscuro
header-theme-auto = Automático
header-links = Enlaces principales

announcement-label = Aviso
announcement-dismiss = Ocultar este aviso

## Search

search-label = Buscar en los artículos de ayuda
search-placeholder = ¿Qué necesitas saber?
search-submit = Buscar
search-results-count =
    { $count ->
        [one] { NUMBER($count) } resultado
        [many] { NUMBER($count) } de resultados
       *[other] { NUMBER($count) } resultados
    }
search-results-label = Resultados de la búsqueda
search-no-results = No hay resultados para «{ $query }»
search-no-results-help = Revisa la ortografía, prueba con menos palabras o con otras, o explora los temas.
search-showing-results-for = Resultados para «{ $query }»
search-loading = Buscando…
search-error = La búsqueda no está disponible en este momento. Puedes encontrar todos los artículos en la lista.
search-needs-javascript = La búsqueda necesita JavaScript. Puedes encontrar todos los artículos en la lista.
search-all-articles = Todos los artículos de la A a la Z
search-all-results = Ver todos los resultados para «{ $query }»
search-page-title = Búsqueda
search-page-title-query = Resultados para «{ $query }»
search-in-section = En «{ $section }»
search-keyboard-hint = Usa ↑ y ↓ para moverte, Enter para abrir y Esc para cerrar

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
article-copy-code = Copiar
article-copied = Copiado
article-link-copied = Enlace copiado
article-markdown = Ver como Markdown
article-more-in = Más en «{ $category }»
article-contact-title = ¿Todavía necesitas ayuda?
article-contact-text = Te ayudamos con mucho gusto.
article-feed = Novedades por feed

## Notices about translations

notice-fallback = Este artículo todavía no está disponible en { $wanted }. Lo estás leyendo en { $shown }.
notice-stale = Puede que esta traducción no esté al día. La versión en { $shown } es más reciente.
notice-source-link = Leerlo en { $locale }

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
articles-letters = Ir a una letra
pagination-label = Páginas
pagination-page = Página { NUMBER($number) }
pagination-current = Página { NUMBER($number) }, página actual

## Pages for special cases

not-found-title = No encontramos esta página
not-found-text = Quizá haya cambiado de sitio o de nombre. Con una búsqueda podrás seguir adelante.
not-found-suggestions = Estas páginas pueden ayudarte
offline-title = No tienes conexión
offline-text = Esta página no está guardada en tu dispositivo. Conéctate a Internet e inténtalo de nuevo.

## Footer

footer-label = Pie de página
footer-language = Idioma
footer-powered-by = Hecho con { $name }
footer-copyright = © { $year } { $name }

## In the text of an article

admonition-note = Nota
admonition-tip = Consejo
admonition-important = Importante
admonition-warning = Advertencia
admonition-caution = Precaución
video-play = Reproducir el vídeo: { $title }
details-open = Detalles
task-done = Hecho
task-open = Pendiente
footnote-back = Volver al texto de la nota { $number }
footnotes-title = Notas
diagram-label = Diagrama

## Feeds

feed-title = { $name }: novedades
feed-category-title = { $name }: { $category }

## Forms, beside form.ftl

form-sending = Enviando…
form-remove-file = Quitar { $name }
form-file-waiting = Subiendo { $name }
form-files-by-mail = Adjunta tú mismo los archivos al correo.
form-shown = Pregunta nueva: { $label }
form-hidden = Ya no hace falta: { $label }
form-home = Volver al centro de ayuda
form-offline = No tienes conexión. Tu mensaje se queda en este dispositivo y se enviará solo cuando vuelvas a tenerla.
form-unreachable = Ahora mismo no podemos recibir tu mensaje. Tus respuestas se quedan en este dispositivo.
form-retry = Volver a intentarlo
form-mail = Escribir un correo
form-gone-kept = Este formulario ya no se usa. Tus respuestas se quedan en este dispositivo para que puedas copiarlas.
form-restored = Hemos guardado lo que habías escrito aquí.
form-start-over = Empezar de nuevo
form-by-mail = Tu programa de correo se abre con tus respuestas. Envíalas desde allí.

## Articles that are offered while a form is filled in

suggestions-title = Estos artículos pueden ayudarte
suggestions-found = Debajo del campo hay artículos que pueden ayudarte.
suggestions-back = Volver al formulario
suggestions-solved = Esto lo ha resuelto
suggestions-thanks = Nos alegra haberte ayudado
suggestions-thanks-text = No se ha enviado nada, y lo que escribiste se ha borrado.

## “Was this helpful?” below an article

vote-title = ¿Te ha servido este artículo?
vote-yes = Sí
vote-no = No
vote-thanks = Gracias por decírnoslo.
vote-reasons = ¿Qué podría mejorar?
vote-off-topic = Responde a otra pregunta
vote-incomplete = Dice demasiado poco
vote-unclear = Cuesta entenderlo
vote-wrong = Es erróneo o está anticuado
vote-other = Otra cosa
vote-words = ¿Quieres contarnos algo más?
vote-privacy = Aquí no podemos responder, así que no escribas nada personal.
vote-send = Enviar
vote-sent = Gracias. Leemos cada palabra.
vote-later = Ahora mismo no podemos recibirla. Tu respuesta se enviará más tarde.
