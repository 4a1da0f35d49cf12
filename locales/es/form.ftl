## The page

form-send = Enviar
form-next = Continuar
form-back = Atrás
form-step = Paso { NUMBER($step) } de { NUMBER($steps) }
form-optional = opcional
form-choose = Elige una opción
form-yes = sí
form-no = no
form-files =
    { $count ->
        [one] Un archivo
       *[other] Hasta { NUMBER($count) } archivos
    }
form-files-again = Vuelve a elegir tus archivos.
form-trap = Deja este campo vacío
form-check = Casi está. Revisa tus respuestas y envíalas.

## Afterwards

form-sent = Gracias
form-sent-text = Hemos recibido tu mensaje y te responderemos.
form-reference = Referencia
form-reference-keep = Guárdala por si vuelves a escribirnos.
form-gone = Este formulario ya no está disponible
form-gone-text = Vuelve a la página anterior y busca otra forma de contactarnos.

## What went wrong

form-errors =
    { $count ->
        [one] Revisa una respuesta
       *[other] Revisa { NUMBER($count) } respuestas
    }
form-problem-expired = Esta página llevaba mucho tiempo abierta. Tus respuestas siguen aquí: envíalas otra vez.
form-problem-fast = Ha sido muy rápido. Revisa tus respuestas y envíalas otra vez.
form-problem-limited = Han llegado muchos formularios desde tu red. Tus respuestas siguen aquí: envíalas más tarde.
form-problem-limited-until = Han llegado muchos formularios desde tu red. Tus respuestas siguen aquí: vuelve a enviarlas { $when }.
form-problem-unavailable = No hemos podido guardarlo. Tus respuestas siguen aquí: envíalas de nuevo en un momento.

## What has to be corrected

form-error-required = Responde a esta pregunta.
form-error-consent = Marca esta casilla para continuar.
form-error-too-short =
    { $count ->
        [one] Escribe al menos un carácter.
       *[other] Escribe al menos { NUMBER($count) } caracteres.
    }
form-error-too-long =
    { $count ->
        [one] Escribe un carácter como máximo.
       *[other] Escribe { NUMBER($count) } caracteres como máximo.
    }
form-error-too-few = Elige al menos { NUMBER($count) }.
form-error-too-many = Elige { NUMBER($count) } como máximo.
form-error-wrong-shape = Escríbelo así: { $example }
form-error-no-email = Escribe una dirección de correo, como nombre@example.com.
form-error-no-phone = Escribe un número de teléfono con sus cifras.
form-error-no-url = Escribe una dirección que empiece por https://.
form-error-no-number = Escribe un número.
form-error-not-whole = Escribe un número entero.
form-error-too-small = El valor mínimo es { $limit }.
form-error-too-large = El valor máximo es { $limit }.
form-error-too-early = Como pronto, { $limit }.
form-error-too-late = Como tarde, { $limit }.
form-error-no-date = Escribe un día que exista en el calendario.
form-error-no-choice = Elige de la lista.
form-error-only-one = Da una sola respuesta.
form-error-not-asked = Esta pregunta ya no se hace. Revisa tus respuestas y envíalas otra vez.
form-error-altered = Algo en esta página cambió por el camino. Envíala otra vez.
form-error-file-large = Este archivo es demasiado grande.
form-error-file-kind = No se pueden enviar archivos de este tipo.
form-error-file = No se ha podido aceptar este archivo. Prueba con otro.

wait-estimate =
    { $count ->
        [one] Últimamente, la respuesta ha tardado alrededor de { NUMBER($count) } minuto.
       *[other] Últimamente, la respuesta ha tardado alrededor de { NUMBER($count) } minutos.
    }
