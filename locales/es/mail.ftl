# Español. Tratamiento: usted.

## A letter with answers that the customer has not seen

mail-subject =
    { $count ->
        [one] Nueva respuesta de { $brand }
       *[other] { NUMBER($count) } respuestas nuevas de { $brand }
    }
mail-hello = Hola, { $name }:
mail-intro = Le hemos respondido y aún no lo ha visto:
mail-file = Archivo: { $name }
mail-link = Responder en { $site }
mail-reply = Puede responder a este correo.
mail-reference = Su referencia: { $reference }
mail-why = Recibe este correo porque escribió a { $brand }.
mail-unsubscribe = Darse de baja

## A letter that a form has arrived

mail-confirmation-subject = Hemos recibido su mensaje ({ $reference })
mail-confirmation = Gracias. Su mensaje ha llegado a { $brand } y le responderemos.

## The page for whoever wants no more letters

mail-stop-title = ¿No quiere más correos de { $brand }?
mail-stop-text = Las respuestas le esperarán entonces solo en el chat.
mail-stop-button = Darse de baja
mail-stopped = Ya no recibirá correos de { $brand }
mail-again-button = Volver a recibir correos
mail-again = Vuelve a recibir los correos de { $brand }

## The way from a letter back into its conversation

mail-back-button = Continuar la conversación
mail-back-private = Este enlace abre su conversación durante 30 días. No lo comparta, por favor.
mail-back-title = Su conversación con { $brand }
mail-back-text = Puede continuarla en este navegador, sin contraseña. Hágalo solo en un dispositivo de confianza.
mail-back-for = Para { $address }
mail-back-opening = Su conversación se abrirá en un momento. Para ello hacen falta JavaScript y permiso para guardar datos en este navegador.
mail-back-open = Su conversación está en esta página. Si la ha cerrado, vuelva a abrirla aquí.
mail-back-wrong = Este enlace no está completo
mail-back-wrong-text = Ábralo de nuevo desde el correo o cópielo entero.
mail-back-expired = Este enlace ha caducado
mail-back-expired-text = Los enlaces de nuestros correos valen 30 días. Puede escribir a { $brand } en cualquier momento.
mail-back-gone = Este enlace no abre ninguna conversación
mail-back-gone-text = Ya no está disponible. Puede escribir a { $brand } en cualquier momento.

mail-notice-unassigned = Nadie atiende todavía esta conversación ({ $brand })
mail-notice-message = Un cliente ha escrito en tu conversación ({ $brand })
mail-notice-missed = Un chat no se ha respondido a tiempo ({ $brand })
mail-notice-assigned = Te han asignado una conversación ({ $brand })
mail-notice-open = Abrir la conversación
mail-notice-why = Recibes este correo porque así lo indican tus avisos. Lo escrito se queda en la bandeja de entrada.
mail-notice-change = Cambiar los avisos
