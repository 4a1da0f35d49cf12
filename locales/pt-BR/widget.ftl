# Português do Brasil. Tratamento: você.

## The button that opens the chat, read aloud

launcher-open = Abrir o chat
launcher-unread =
    { $count ->
        [one] Abrir o chat, { NUMBER($count) } mensagem nova
       *[other] Abrir o chat, { NUMBER($count) } mensagens novas
    }
launcher-close = Fechar o chat
title-unread = ({ NUMBER($count) }) { $title }

## The panel

panel-label = Chat com { $name }
panel-close = Fechar o chat
availability-online = Estamos aqui para ajudar
availability-offline = Não estamos agora, mas lemos todas as mensagens

## Start

home-greeting = Como podemos ajudar?
home-intro = Escreva para nós aqui. Você pode sair da página e voltar para ler a resposta.
home-write = Enviar uma mensagem
home-conversations = Suas conversas
home-unread =
    { $count ->
        [one] { NUMBER($count) } mensagem nova
       *[other] { NUMBER($count) } mensagens novas
    }

## A conversation

conversation-back = Voltar ao início
conversation-messages = Mensagens
conversation-empty = O que podemos fazer por você? Respondemos aqui mesmo.
conversation-older = Mostrar mensagens anteriores
conversation-loading = Buscando suas mensagens…
conversation-today = Hoje
conversation-yesterday = Ontem
conversation-joined = { $name } entrou na conversa
conversation-ended = Esta conversa terminou. Escreva de novo para continuar.
conversation-typing = { $name } está escrevendo…
conversation-arrived = { $name } escreveu: { $text }
message-from-you = Você escreveu:
message-from = { $name } escreveu:

## How far a message got

mark-queued = Aguardando conexão
mark-sending = Enviando…
mark-sent = Enviada
mark-seen = Vista
failed-unsent = Esta mensagem não foi enviada.
failed-too-long = Esta mensagem é longa demais e não foi enviada.
failed-not-allowed = Esta conversa não aceita mais mensagens.
message-retry = Tentar de novo
message-discard = Descartar

## Writing

composer-label = Sua mensagem
composer-placeholder = Escreva uma mensagem…
composer-send = Enviar
composer-too-long =
    { $count ->
        [one] { NUMBER($count) } caractere a mais
       *[other] { NUMBER($count) } caracteres a mais
    }

## The connection

link-offline = Você está sem conexão. O que você escrever fica guardado e é enviado depois.
link-connecting = Conectando de novo. O que você escrever fica guardado.
link-refused = No momento não é possível usar o chat nesta página.
link-outdated = Há uma versão mais nova do chat. Recarregue a página para continuar.

## Ending

end-open = Encerrar conversa
end-question = Encerrar esta conversa?
end-note = Você pode escrever de novo quando quiser.
end-confirm = Encerrar
end-cancel = Continuar

## Articles of the help site

kb-launcher = Abrir a ajuda
kb-close = Fechar a ajuda
kb-label = Ajuda de { $name }
kb-status = Respostas para ler, a qualquer hora
kb-search-label = Pesquisar nos artigos de ajuda
kb-search-placeholder = Pesquisar respostas…
kb-searching = Pesquisando…
kb-results =
    { $count ->
        [one] { NUMBER($count) } resultado
       *[other] { NUMBER($count) } resultados
    }
kb-none = Nada encontrado para “{ $text }”.
kb-none-help = Tente menos palavras ou outras, ou veja os temas.
kb-corrected = Resultados para “{ $text }”.
kb-popular = Artigos mais lidos
kb-topics = Temas
kb-articles = Artigos
kb-count =
    { $count ->
        [one] { NUMBER($count) } artigo
       *[other] { NUMBER($count) } artigos
    }
kb-back = Voltar
kb-open-page = Abrir a página completa em uma nova aba
kb-loading = Carregando…
kb-missing = Esta página não está mais aqui.
kb-failed = No momento não é possível acessar os artigos de ajuda.
kb-retry = Tentar de novo
kb-home = Ir para o início
kb-foreign = Este artigo ainda não está disponível no seu idioma.
kb-ask = Não encontrou a resposta?
