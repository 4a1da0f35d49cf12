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

## The way from a letter back into its conversation

mail-back-button = Continuar a conversa
mail-back-private = Este link abre a sua conversa por 30 dias. Por favor, não o repasse.
mail-back-title = Sua conversa com { $brand }
mail-back-text = Você pode continuar neste navegador, sem senha. Faça isso apenas em um dispositivo de confiança.
mail-back-for = Para { $address }
mail-back-opening = Sua conversa abrirá em instantes. Para isso são necessários JavaScript e permissão para guardar dados neste navegador.
mail-back-open = Sua conversa está nesta página. Se você a fechou, abra-a de novo aqui.
mail-back-wrong = Este link não está completo
mail-back-wrong-text = Abra-o de novo a partir do e-mail ou copie-o por inteiro.
mail-back-expired = Este link expirou
mail-back-expired-text = Os links dos nossos e-mails valem por 30 dias. Você pode escrever para { $brand } a qualquer momento.
mail-back-gone = Este link não abre nenhuma conversa
mail-back-gone-text = Ela não está mais disponível. Você pode escrever para { $brand } a qualquer momento.

mail-notice-unassigned = Ninguém assumiu esta conversa ainda ({ $brand })
mail-notice-message = Um cliente escreveu na sua conversa ({ $brand })
mail-notice-missed = Um chat não foi respondido a tempo ({ $brand })
mail-notice-assigned = Uma conversa foi atribuída a você ({ $brand })
mail-notice-open = Abrir a conversa
mail-notice-why = Você recebe este e-mail por causa das suas configurações de avisos. O que foi escrito fica na caixa de entrada.
mail-notice-change = Alterar os avisos
