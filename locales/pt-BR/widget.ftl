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
availability-opens = Não estamos agora. Voltamos: { $when }, no seu horário
availability-opens-today = Não estamos agora. Voltamos às { $when }, no seu horário

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
conversation-more = Transcrição e mais
conversation-empty = O que podemos fazer por você? Respondemos aqui mesmo.
conversation-empty-offline = Não estamos agora. Escreva mesmo assim: lemos todas as mensagens.
conversation-older = Mostrar mensagens anteriores
conversation-loading = Buscando suas mensagens…
conversation-today = Hoje
conversation-yesterday = Ontem
conversation-joined = { $name } entrou na conversa
conversation-ended = Esta conversa terminou. Escreva de novo para continuar.
conversation-ended-new = Esta conversa terminou. Escreva de novo para começar outra.
conversation-missed = Ninguém pôde responder agora, e pedimos desculpas. Deixe seu e-mail e escreveremos para você.
conversation-missed-known = Ninguém pôde responder agora, e pedimos desculpas. Escreveremos para você por e-mail.
conversation-contact = Você deixou seu e-mail. Escreveremos para você.
conversation-idle = Você ainda está aí?
conversation-idle-ending =
    { $count ->
        [one] Você ainda está aí? Esta conversa termina em { NUMBER($count) } minuto.
       *[other] Você ainda está aí? Esta conversa termina em { NUMBER($count) } minutos.
    }
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
failed-unknown-file = Um arquivo não está mais disponível, por isso esta mensagem não foi enviada.
failed-not-allowed = Esta conversa não aceita mais mensagens.
failed-ended = Esta conversa terminou. Comece uma nova.
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

## Files

files-attach = Anexar arquivos
files-sending = Enviando { $name }
files-added = { $name } foi anexado
files-remove = Remover { $name }
files-retry = Tentar de novo
files-save = Salvar { $name } { $size }
files-too-large = Este arquivo é grande demais. É possível enviar até { $limit }.
files-too-large-together = Juntos, estes arquivos são grandes demais. Uma mensagem aceita até { $limit }.
files-too-many =
    { $count ->
        [one] Uma mensagem aceita { NUMBER($count) } arquivo.
       *[other] Uma mensagem aceita { NUMBER($count) } arquivos.
    }
files-not-allowed = Arquivos deste tipo não podem ser enviados. Imagens, vídeos, documentos, textos e arquivos ZIP podem.
files-mismatch = O nome deste arquivo não combina com o conteúdo.
files-refused = Uma verificação de segurança recusou este arquivo.
files-image-too-large = Esta imagem tem pixels demais. Reduza-a e tente de novo.
files-empty = Este arquivo está vazio.
files-offline = Você está sem conexão. O arquivo fica aqui e é enviado quando você voltar.
files-wait = São muitos arquivos de uma vez. Tente de novo { $when }.
files-failed = Não deu certo. Tente de novo em instantes.

## The menu of a conversation

more-transcript = Baixar a conversa
more-sound = Som para novas respostas
more-notify = Notificar neste navegador
more-notify-asking = Seu navegador pergunta se pode mostrar notificações.
more-notify-refused = Este navegador não permite notificações deste site. Você pode mudar isso nas configurações dele.
more-saving = Preparando o arquivo…
more-failed = Não é possível ler a conversa agora. Tente de novo em instantes.
more-you = Você
more-file = conversa
more-ended = A conversa foi encerrada.

## An invitation to chat beside the launcher

proactive-dismiss = Agora não

## The connection

link-offline = Você está sem conexão. O que você escrever fica guardado e é enviado depois.
link-connecting = Conectando de novo. O que você escrever fica guardado.
link-limited = Mensagens demais de uma vez. O que falta é enviado { $when }.
link-refused = No momento não é possível usar o chat nesta página.
link-outdated = Há uma versão mais nova do chat. Recarregue a página para continuar.

## Ending

end-open = Encerrar conversa
end-question = Encerrar esta conversa?
end-note = Você pode escrever de novo quando quiser.
end-confirm = Encerrar
end-cancel = Continuar

## The address in a missed chat

contact-title = Responderemos por e-mail
contact-name = Seu nome (opcional)
contact-email = Seu e-mail
contact-wrong = Escreva um endereço como nome@example.com.
contact-send = Enviar

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
kb-forms = Formulários
kb-forms-more = Mais formulários
kb-solved = Isso resolveu
kb-unsolved = Voltar à minha mensagem

## Articles offered while somebody writes the first message

offer-title = Estes artigos podem ajudar
offer-found = Acima do campo há artigos que podem ajudar.
offer-dismiss = Agora não
offer-thanks = Que bom que ajudou
offer-thanks-text = Nada foi enviado, e o que você escreveu foi esquecido.

## A form of the help site in the panel

forms-failed = O formulário não pode ser exibido aqui no momento.

## Below an article in the panel

vote-title = Este artigo ajudou?
vote-yes = Sim
vote-no = Não
vote-thanks = Obrigado por nos contar.
vote-reasons = O que poderia ser melhor?
vote-off-topic = Responde a outra pergunta
vote-incomplete = Diz muito pouco
vote-unclear = É difícil de entender
vote-wrong = Está errado ou desatualizado
vote-other = Outra coisa
vote-words = Quer nos contar mais?
vote-privacy = Não podemos responder por aqui, então não escreva nada pessoal.
vote-send = Enviar
vote-sent = Obrigado. Lemos cada palavra.
vote-later = Não foi possível falar conosco agora. Sua resposta será enviada mais tarde.
