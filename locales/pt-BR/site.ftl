# Português do Brasil. Tratamento: você. Aspas: “…”.

## Header

skip-to-content = Ir para o conteúdo
header-home = { $name }, página inicial
header-menu = Menu
header-language-current = Idioma: { $locale }
header-theme = Aparência
header-theme-light = Claro
header-theme-dark = Escuro
header-theme-auto = Automático
header-links = Links principais

announcement-label = Aviso
announcement-dismiss = Ocultar este aviso

## Search

search-label = Pesquisar nos artigos de ajuda
search-placeholder = O que você procura?
search-submit = Pesquisar
search-results-count =
    { $count ->
        [one] { NUMBER($count) } resultado
        [many] { NUMBER($count) } de resultados
       *[other] { NUMBER($count) } resultados
    }
search-results-label = Resultados da pesquisa
search-no-results = Nenhum resultado para “{ $query }”
search-no-results-help = Confira a ortografia, tente usar menos palavras ou outras, ou explore os temas.
search-showing-results-for = Resultados para “{ $query }”
search-loading = Pesquisando…
search-error = A pesquisa não está disponível no momento. Você encontra todos os artigos na lista.
search-needs-javascript = A pesquisa precisa de JavaScript. Você encontra todos os artigos na lista.
search-all-articles = Todos os artigos de A a Z
search-all-results = Ver todos os resultados para “{ $query }”
search-page-title = Pesquisa
search-page-title-query = Resultados para “{ $query }”
search-in-section = Em “{ $section }”
search-keyboard-hint = Use ↑ e ↓ para navegar, Enter para abrir e Esc para fechar

## Home

home-greeting = Como podemos ajudar você?
home-categories = Temas
home-featured = Artigos populares
home-recent = Atualizados recentemente

## Categories

category-count =
    { $count ->
        [one] { NUMBER($count) } artigo
        [many] { NUMBER($count) } de artigos
       *[other] { NUMBER($count) } artigos
    }
category-articles = Artigos
category-subcategories = Temas mais específicos
category-empty = Ainda não há artigos aqui.
category-feed = Acompanhar as novidades por feed
category-all = Ver tudo em “{ $category }”

## Articles

article-updated = Atualizado em { $date }
article-reading-time = { NUMBER($minutes) } min de leitura
article-contents = Nesta página
article-related = Artigos relacionados
article-previous = Anterior
article-next = Próximo
article-previous-next = Artigo anterior e próximo artigo
article-tags = Tags
article-print = Imprimir
article-heading-link = Link para “{ $heading }”
article-table = Tabela
article-copy-code = Copiar
article-copied = Copiado
article-link-copied = Link copiado
article-markdown = Ver como Markdown
article-more-in = Mais em “{ $category }”
article-contact-title = Ainda precisa de ajuda?
article-contact-text = Será um prazer ajudar você.
article-feed = Novidades por feed

## Notices about translations

notice-fallback = Este artigo ainda não está disponível em { $wanted }. Você está lendo em { $shown }.
notice-stale = Esta tradução pode estar desatualizada. A versão em { $shown } é mais recente.
notice-source-link = Ler em { $locale }

## Ways through the site

breadcrumbs-label = Você está aqui
breadcrumbs-home = Início
tag-title = Artigos sobre “{ $tag }”
tag-count =
    { $count ->
        [one] { NUMBER($count) } artigo
        [many] { NUMBER($count) } de artigos
       *[other] { NUMBER($count) } artigos
    }
articles-title = Todos os artigos
articles-letters = Ir para uma letra
pagination-label = Páginas
pagination-page = Página { NUMBER($number) }
pagination-current = Página { NUMBER($number) }, página atual

## Pages for special cases

not-found-title = Não encontramos esta página
not-found-text = Talvez ela tenha mudado de lugar ou de nome. Uma pesquisa pode ajudar você a seguir em frente.
not-found-suggestions = Estas páginas podem ajudar
offline-title = Você está off-line
offline-text = Esta página não está salva no seu dispositivo. Conecte-se à internet e tente de novo.

## Footer

footer-label = Rodapé
footer-language = Idioma
footer-powered-by = Feito com { $name }
footer-copyright = © { $year } { $name }

## In the text of an article

admonition-note = Observação
admonition-tip = Dica
admonition-important = Importante
admonition-warning = Aviso
admonition-caution = Cuidado
video-play = Reproduzir o vídeo: { $title }
details-open = Detalhes
task-done = Concluída
task-open = Pendente
footnote-back = Voltar ao texto da nota { $number }
footnotes-title = Notas
diagram-label = Diagrama

## Feeds

feed-title = { $name }: novidades
feed-category-title = { $name }: { $category }

## Forms, beside form.ftl

form-sending = Enviando…
form-remove-file = Remover { $name }
form-file-waiting = Enviando { $name }
form-files-by-mail = Anexe você mesmo os arquivos ao e-mail.
form-shown = Nova pergunta: { $label }
form-hidden = Não é mais necessário: { $label }
form-home = Voltar à central de ajuda
form-offline = Você está sem conexão. Sua mensagem fica neste dispositivo e será enviada sozinha quando a conexão voltar.
form-unreachable = Não foi possível falar conosco agora. Suas respostas ficam neste dispositivo.
form-retry = Tentar de novo
form-mail = Escrever um e-mail
form-gone-kept = Este formulário não é mais usado. Suas respostas ficam neste dispositivo para que você possa copiá-las.
form-restored = Guardamos o que você havia escrito aqui.
form-start-over = Recomeçar
form-by-mail = Seu programa de e-mail abre com as suas respostas. Envie por ele.

## Articles that are offered while a form is filled in

suggestions-title = Estes artigos podem ajudar
suggestions-found = Abaixo do campo há artigos que podem ajudar.
suggestions-back = Voltar ao formulário
suggestions-solved = Isso resolveu
suggestions-thanks = Que bom que ajudou
suggestions-thanks-text = Nada foi enviado, e o que você escreveu foi esquecido.

## “Was this helpful?” below an article

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
