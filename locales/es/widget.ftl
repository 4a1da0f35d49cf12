# Español. Tratamiento: tú.

## The button that opens the chat, read aloud

launcher-open = Abrir el chat
launcher-unread =
    { $count ->
        [one] Abrir el chat, { NUMBER($count) } mensaje nuevo
       *[other] Abrir el chat, { NUMBER($count) } mensajes nuevos
    }
launcher-close = Cerrar el chat
title-unread = ({ NUMBER($count) }) { $title }

## The panel

panel-label = Chat con { $name }
panel-close = Cerrar el chat
availability-online = Estamos aquí para ayudarte
availability-offline = Ahora no estamos, pero leemos todos los mensajes
availability-opens = Ahora no estamos. Volvemos: { $when }, hora local
availability-opens-today = Ahora no estamos. Volvemos a las { $when }, hora local

## Start

home-greeting = ¿Cómo podemos ayudarte?
home-intro = Escríbenos aquí. Puedes salir de esta página y volver para leer la respuesta.
home-write = Enviar un mensaje
home-conversations = Tus conversaciones
home-unread =
    { $count ->
        [one] { NUMBER($count) } mensaje nuevo
       *[other] { NUMBER($count) } mensajes nuevos
    }

## A conversation

conversation-back = Volver al inicio
conversation-messages = Mensajes
conversation-more = Transcripción y más
conversation-empty = ¿Qué podemos hacer por ti? Respondemos aquí mismo.
conversation-empty-offline = Ahora no estamos. Escríbenos de todos modos: leemos todos los mensajes.
conversation-older = Mostrar mensajes anteriores
conversation-loading = Buscando tus mensajes…
conversation-today = Hoy
conversation-yesterday = Ayer
conversation-joined = { $name } se ha unido a la conversación
conversation-ended = Esta conversación ha terminado. Escribe de nuevo para seguir.
conversation-ended-new = Esta conversación ha terminado. Escribe de nuevo para empezar otra.
conversation-missed = Nadie pudo responder en este momento, y lo sentimos. Deja tu correo electrónico y te escribiremos.
conversation-missed-known = Nadie pudo responder en este momento, y lo sentimos. Te escribiremos por correo electrónico.
conversation-contact = Has dejado tu correo electrónico. Te escribiremos.
conversation-idle = ¿Sigues ahí?
conversation-idle-ending =
    { $count ->
        [one] ¿Sigues ahí? Esta conversación termina en { NUMBER($count) } minuto.
       *[other] ¿Sigues ahí? Esta conversación termina en { NUMBER($count) } minutos.
    }
conversation-typing = { $name } está escribiendo…
conversation-arrived = { $name } escribió: { $text }
message-from-you = Escribiste:
message-from = { $name } escribió:

## How far a message got

mark-queued = Esperando conexión
mark-sending = Enviando…
mark-sent = Enviado
mark-seen = Visto
failed-unsent = Este mensaje no se envió.
failed-too-long = Este mensaje es demasiado largo y no se envió.
failed-unknown-file = Un archivo ya no está, así que este mensaje no se ha enviado.
failed-not-allowed = Esta conversación no admite más mensajes.
failed-ended = Esta conversación ha terminado. Empieza una nueva.
message-retry = Reintentar
message-discard = Descartar

## Writing

composer-label = Tu mensaje
composer-placeholder = Escribe un mensaje…
composer-send = Enviar
composer-too-long =
    { $count ->
        [one] Sobra { NUMBER($count) } carácter
       *[other] Sobran { NUMBER($count) } caracteres
    }

## Files

files-attach = Adjuntar archivos
files-sending = Enviando { $name }
files-added = { $name } está adjunto
files-remove = Quitar { $name }
files-retry = Reintentar
files-save = Guardar { $name } { $size }
files-too-large = Este archivo es demasiado grande. Se pueden enviar hasta { $limit }.
files-too-large-together = Juntos, estos archivos son demasiado grandes. Un mensaje admite hasta { $limit }.
files-too-many =
    { $count ->
        [one] Un mensaje admite { NUMBER($count) } archivo.
       *[other] Un mensaje admite { NUMBER($count) } archivos.
    }
files-not-allowed = No se pueden enviar archivos de este tipo. Sí imágenes, vídeos, documentos, textos y archivos ZIP.
files-mismatch = El nombre de este archivo no coincide con su contenido.
files-refused = Un control de seguridad ha rechazado este archivo.
files-image-too-large = Esta imagen tiene demasiados píxeles. Redúcela e inténtalo de nuevo.
files-empty = Este archivo está vacío.
files-offline = No tienes conexión. El archivo se queda aquí y se envía cuando vuelvas.
files-wait = Son muchos archivos a la vez. Inténtalo de nuevo { $when }.
files-failed = No ha funcionado. Inténtalo de nuevo en un momento.

## The menu of a conversation

more-transcript = Descargar la conversación
more-sound = Sonido para nuevas respuestas
more-notify = Notificarme en este navegador
more-notify-asking = Tu navegador pregunta si puede mostrar notificaciones.
more-notify-refused = Este navegador no permite las notificaciones de este sitio. Puedes cambiarlo en su configuración.
more-saving = Preparando el archivo…
more-failed = No podemos leer la conversación ahora mismo. Inténtalo de nuevo en un momento.
more-you = Tú
more-file = conversacion
more-ended = La conversación se terminó.

## An invitation to chat beside the launcher

proactive-dismiss = Ahora no

## The connection

link-offline = No tienes conexión. Lo que escribas se guarda y se envía cuando vuelva.
link-connecting = Conectando de nuevo. Lo que escribas se guarda.
link-limited = Demasiados mensajes a la vez. Lo pendiente se envía { $when }.
link-refused = Ahora no se puede usar el chat desde esta página.
link-outdated = Hay una versión nueva del chat. Vuelve a cargar la página para seguir.

## Ending

end-open = Terminar la conversación
end-question = ¿Terminar esta conversación?
end-note = Puedes escribirnos de nuevo cuando quieras.
end-confirm = Terminar
end-cancel = Seguir

## The address in a missed chat

contact-title = Responderemos por correo electrónico
contact-name = Tu nombre (opcional)
contact-email = Tu correo electrónico
contact-wrong = Escribe una dirección como nombre@example.com.
contact-send = Enviar

## Articles of the help site

kb-launcher = Abrir la ayuda
kb-close = Cerrar la ayuda
kb-label = Ayuda de { $name }
kb-status = Respuestas para leer, en cualquier momento
kb-search-label = Buscar en los artículos de ayuda
kb-search-placeholder = Buscar respuestas…
kb-searching = Buscando…
kb-results =
    { $count ->
        [one] { NUMBER($count) } resultado
       *[other] { NUMBER($count) } resultados
    }
kb-none = No hay resultados para «{ $text }».
kb-none-help = Pruebe con menos palabras o con otras, o mire los temas.
kb-corrected = Resultados de «{ $text }».
kb-popular = Artículos más leídos
kb-topics = Temas
kb-articles = Artículos
kb-count =
    { $count ->
        [one] { NUMBER($count) } artículo
       *[other] { NUMBER($count) } artículos
    }
kb-back = Volver
kb-open-page = Abrir la página completa en una pestaña nueva
kb-loading = Cargando…
kb-missing = Esta página ya no está aquí.
kb-failed = En este momento no se puede acceder a los artículos de ayuda.
kb-retry = Reintentar
kb-home = Ir al inicio
kb-foreign = Este artículo aún no está disponible en su idioma.
kb-ask = ¿No ha encontrado la respuesta?
kb-forms = Formularios
kb-forms-more = Más formularios
kb-solved = Esto lo ha resuelto
kb-unsolved = Volver a mi mensaje

## Articles offered while somebody writes the first message

offer-title = Estos artículos pueden ayudarte
offer-found = Encima del campo hay artículos que pueden ayudarte.
offer-dismiss = Ahora no
offer-thanks = Nos alegra haberte ayudado
offer-thanks-text = No se ha enviado nada, y lo que escribiste se ha borrado.

## A form of the help site in the panel

forms-failed = El formulario no se puede mostrar aquí en este momento.

## Below an article in the panel

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
