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
conversation-empty = ¿Qué podemos hacer por ti? Respondemos aquí mismo.
conversation-older = Mostrar mensajes anteriores
conversation-loading = Buscando tus mensajes…
conversation-today = Hoy
conversation-yesterday = Ayer
conversation-joined = { $name } se ha unido a la conversación
conversation-ended = Esta conversación ha terminado. Escribe de nuevo para seguir.
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
failed-not-allowed = Esta conversación no admite más mensajes.
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

## The connection

link-offline = No tienes conexión. Lo que escribas se guarda y se envía cuando vuelva.
link-connecting = Conectando de nuevo. Lo que escribas se guarda.
link-refused = Ahora no se puede usar el chat desde esta página.
link-outdated = Hay una versión nueva del chat. Vuelve a cargar la página para seguir.

## Ending

end-open = Terminar la conversación
end-question = ¿Terminar esta conversación?
end-note = Puedes escribirnos de nuevo cuando quieras.
end-confirm = Terminar
end-cancel = Seguir

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
