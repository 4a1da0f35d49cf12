# Português do Brasil. Tratamento: você. Aspas: “…”.


## Header

skip-to-content = Ir para o conteúdo
header-home = { $name }, página inicial
header-menu = Menu
header-language = Idioma
header-language-current = Idioma: { $locale }
header-theme = Aparência
header-theme-light = Claro
header-theme-dark = Escuro
header-theme-auto = Automático
header-links = Links principais
header-close-menu = Fechar o menu

announcement-label = Aviso
announcement-dismiss = Ocultar este aviso


## Search

search-label = Pesquisar nos artigos de ajuda
search-placeholder = O que você procura?
search-submit = Pesquisar
search-clear = Limpar a pesquisa
search-shortcut = Pressione { $key } para pesquisar
search-results-count =
    { $count ->
        [one] { NUMBER($count) } resultado
        [many] { NUMBER($count) } de resultados
       *[other] { NUMBER($count) } resultados
    }
search-results-status =
    { $count ->
        [one] { NUMBER($count) } resultado. Use as setas para selecioná-lo.
        [many] { NUMBER($count) } de resultados. Use as setas para escolher um deles.
       *[other] { NUMBER($count) } resultados. Use as setas para escolher um deles.
    }
search-results-label = Resultados da pesquisa
search-no-results = Nenhum resultado para “{ $query }”
search-no-results-help = Confira a ortografia, tente usar menos palavras ou outras, ou explore os temas.
search-showing-results-for = Resultados para “{ $query }”
search-instead-for = Pesquisar “{ $query }” em vez disso
search-loading = Pesquisando…
search-error = A pesquisa não está disponível no momento. Você encontra todos os artigos na lista.
search-try-again = Tentar de novo
search-needs-javascript = A pesquisa precisa de JavaScript. Você encontra todos os artigos na lista.
search-all-articles = Todos os artigos de A a Z
search-all-results = Ver todos os resultados para “{ $query }”
search-more-results = Mostrar mais resultados
search-page-title = Pesquisa
search-page-title-query = Resultados para “{ $query }”
search-in-section = Em “{ $section }”
search-keyboard-hint = Use ↑ e ↓ para navegar, Enter para abrir e Esc para fechar
search-suggestions = Artigos populares
search-topics = Explorar por tema


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
article-published = Publicado em { $date }
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
article-code = Código
article-copy-code = Copiar
article-copied = Copiado
article-copy-failed = Não foi possível copiar. Selecione o texto e copie manualmente.
article-copy-link = Copiar link
article-link-copied = Link copiado
article-markdown = Ver como Markdown
article-in-category = Em “{ $category }”
article-more-in = Mais em “{ $category }”
article-contact-title = Ainda precisa de ajuda?
article-contact-text = Será um prazer ajudar você.
article-feed = Novidades por feed


## Notices about translations

notice-fallback = Este artigo ainda não está disponível em { $wanted }. Você está lendo em { $shown }.
notice-stale = Esta tradução pode estar desatualizada. A versão em { $shown } é mais recente.
notice-source-link = Ler em { $locale }
link-in-locale = em { $locale }


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
articles-intro =
    { $count ->
        [one] { NUMBER($count) } artigo
        [many] { NUMBER($count) } de artigos de A a Z
       *[other] { NUMBER($count) } artigos de A a Z
    }
articles-letters = Ir para uma letra
pagination-label = Páginas
pagination-page = Página { NUMBER($number) }
pagination-current = Página { NUMBER($number) }, página atual
pagination-previous = Página anterior
pagination-next = Próxima página
back-to-top = Voltar ao topo


## Pages for special cases

not-found-title = Não encontramos esta página
not-found-text = Talvez ela tenha mudado de lugar ou de nome. Uma pesquisa pode ajudar você a seguir em frente.
not-found-suggestions = Estas páginas podem ajudar
root-choose-locale = Escolha seu idioma
offline-title = Você está off-line
offline-text = Esta página não está salva no seu dispositivo. Conecte-se à internet e tente de novo.
offline-retry = Tentar de novo


## Footer

footer-label = Rodapé
footer-language = Idioma
footer-powered-by = Feito com { $name }
footer-copyright = © { $year } { $name }
contact-label = Fale conosco
external-link = abre outro site


## In the text of an article

admonition-note = Observação
admonition-tip = Dica
admonition-important = Importante
admonition-warning = Aviso
admonition-caution = Cuidado
video-play = Reproduzir o vídeo: { $title }
video-play-untitled = Reproduzir o vídeo
video-notice = Ao reproduzir, será carregado conteúdo de { $provider }.
tabs-label = Escolher uma variante
details-open = Detalhes
task-done = Concluída
task-open = Pendente
footnote-back = Voltar ao texto da nota { $number }
footnote-reference = Nota { $number }
footnotes-title = Notas
diagram-label = Diagrama
math-label = Fórmula
image-enlarge = Ampliar a imagem
image-close = Fechar a imagem
download-size = Download, { $size }


## Feeds

feed-title = { $name }: novidades
feed-category-title = { $name }: { $category }

list-separator = { ", " }
