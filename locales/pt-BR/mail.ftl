# Português do Brasil. Tratamento: você.

## A letter with answers that the customer has not seen

mail-subject =
    { $count ->
        [one] Nova resposta de { $brand }
       *[other] { NUMBER($count) } novas respostas de { $brand }
    }
mail-hello = Olá, { $name },
mail-intro = Nós respondemos e você ainda não viu:
mail-file = Arquivo: { $name }
mail-link = Responder em { $site }
mail-reply = Você pode responder a este e-mail.
mail-reference = Sua referência: { $reference }
mail-why = Você recebe este e-mail porque escreveu para { $brand }.
mail-unsubscribe = Cancelar inscrição

## A letter that a form has arrived

mail-confirmation-subject = Recebemos sua mensagem ({ $reference })
mail-confirmation = Obrigado. Sua mensagem chegou a { $brand } e nós vamos responder.

## The page for whoever wants no more letters

mail-stop-title = Não quer mais e-mails de { $brand }?
mail-stop-text = As respostas vão esperar por você apenas no chat.
mail-stop-button = Cancelar inscrição
mail-stopped = Você não recebe mais e-mails de { $brand }
mail-again-button = Voltar a receber e-mails
mail-again = Você voltou a receber e-mails de { $brand }
