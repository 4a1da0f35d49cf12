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
