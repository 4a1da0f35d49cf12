## The page

form-send = Enviar
form-next = Continuar
form-back = Voltar
form-step = Etapa { NUMBER($step) } de { NUMBER($steps) }
form-optional = opcional
form-choose = Escolha uma opção
form-yes = sim
form-no = não
form-files =
    { $count ->
        [one] Um arquivo
       *[other] Até { NUMBER($count) } arquivos
    }
form-files-again = Escolha seus arquivos mais uma vez.
form-trap = Deixe este campo vazio
form-check = Quase pronto. Confira suas respostas e envie.

## Afterwards

form-sent = Obrigado
form-sent-text = Recebemos sua mensagem e vamos responder.
form-reference = Referência
form-reference-keep = Guarde-a para o caso de escrever de novo.
form-gone = Este formulário não está mais disponível
form-gone-text = Volte à página de onde veio e procure outra forma de falar conosco.

## What went wrong

form-errors =
    { $count ->
        [one] Confira uma resposta
       *[other] Confira { NUMBER($count) } respostas
    }
form-problem-expired = Esta página ficou aberta por muito tempo. Suas respostas continuam aqui: envie mais uma vez.
form-problem-fast = Foi muito rápido. Confira suas respostas e envie mais uma vez.
form-problem-limited = Chegaram muitos formulários da sua rede. Suas respostas continuam aqui: envie mais tarde.
form-problem-limited-until = Chegaram muitos formulários da sua rede. Suas respostas continuam aqui: envie de novo { $when }.
form-problem-unavailable = Não foi possível salvar. Suas respostas continuam aqui: envie de novo em instantes.

## What has to be corrected

form-error-required = Responda a esta pergunta.
form-error-consent = Marque esta caixa para continuar.
form-error-too-short =
    { $count ->
        [one] Escreva pelo menos um caractere.
       *[other] Escreva pelo menos { NUMBER($count) } caracteres.
    }
form-error-too-long =
    { $count ->
        [one] Escreva no máximo um caractere.
       *[other] Escreva no máximo { NUMBER($count) } caracteres.
    }
form-error-too-few = Escolha pelo menos { NUMBER($count) }.
form-error-too-many = Escolha no máximo { NUMBER($count) }.
form-error-wrong-shape = Escreva assim: { $example }
form-error-no-email = Escreva um endereço de e-mail, como nome@example.com.
form-error-no-phone = Escreva um número de telefone com seus dígitos.
form-error-no-url = Escreva um endereço que comece com https://.
form-error-no-number = Escreva um número.
form-error-not-whole = Escreva um número inteiro.
form-error-too-small = O menor valor é { $limit }.
form-error-too-large = O maior valor é { $limit }.
form-error-too-early = No mínimo, { $limit }.
form-error-too-late = No máximo, { $limit }.
form-error-no-date = Escreva um dia que exista no calendário.
form-error-no-choice = Escolha da lista.
form-error-only-one = Dê apenas uma resposta.
form-error-not-asked = Esta pergunta não é mais feita. Confira suas respostas e envie mais uma vez.
form-error-altered = Algo nesta página mudou no caminho. Envie mais uma vez.
form-error-file-large = Este arquivo é grande demais.
form-error-file-kind = Arquivos desse tipo não podem ser enviados.
form-error-file = Este arquivo não pôde ser aceito. Tente outro.

wait-estimate =
    { $count ->
        [one] Nos últimos atendimentos, a resposta levou cerca de { NUMBER($count) } minuto.
       *[other] Nos últimos atendimentos, a resposta levou cerca de { NUMBER($count) } minutos.
    }
