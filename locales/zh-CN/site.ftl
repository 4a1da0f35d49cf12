# 简体中文。称呼：您。引号：“…”。

## Header

skip-to-content = 跳到正文
header-home = { $name }首页
header-menu = 菜单
header-language-current = 语言：{ $locale }
header-theme = 外观
header-theme-light = 浅色
header-theme-dark = 深色
header-theme-auto = 自动
header-links = 主要链接

announcement-label = 公告
announcement-dismiss = 隐藏此公告

## Search

search-label = 搜索帮助文章
search-placeholder = 您想了解什么？
search-submit = 搜索
search-results-count = { NUMBER($count) } 条结果
search-results-label = 搜索结果
search-no-results = 没有找到与“{ $query }”相关的结果
search-no-results-help = 请检查拼写，减少或更换关键词，也可以按主题浏览。
search-showing-results-for = 正在显示“{ $query }”的搜索结果
search-loading = 正在搜索…
search-error = 搜索暂时无法使用。您仍可在列表中找到所有文章。
search-needs-javascript = 搜索需要启用 JavaScript。您可以在列表中找到所有文章。
search-all-articles = 按字母顺序浏览所有文章
search-all-results = 查看“{ $query }”的全部结果
search-page-title = 搜索
search-page-title-query = “{ $query }”的搜索结果
search-in-section = 位于“{ $section }”
search-keyboard-hint = 按 ↑ ↓ 移动，按 Enter 打开，按 Esc 关闭

## Home

home-greeting = 有什么可以帮您？
home-categories = 主题
home-featured = 热门文章
home-recent = 最近更新

## Categories

category-count = { NUMBER($count) } 篇文章
category-articles = 文章
category-subcategories = 细分主题
category-empty = 这里还没有文章。
category-feed = 通过订阅源获取更新
category-all = 查看“{ $category }”中的全部文章

## Articles

article-updated = 更新于 { $date }
article-reading-time = 阅读约需 { NUMBER($minutes) } 分钟
article-contents = 本页内容
article-related = 相关文章
article-previous = 上一篇
article-next = 下一篇
article-previous-next = 上一篇和下一篇文章
article-tags = 标签
article-print = 打印
article-heading-link = “{ $heading }”的链接
article-table = 表格
article-copy-code = 复制
article-copied = 已复制
article-link-copied = 链接已复制
article-markdown = 查看 Markdown 版本
article-more-in = “{ $category }”中的更多文章
article-contact-title = 仍需要帮助？
article-contact-text = 我们很乐意为您提供帮助。
article-feed = 更新订阅源

## Notices about translations

notice-fallback = 本文暂无{ $wanted }版本，当前显示的是{ $shown }版本。
notice-stale = 此译文可能不是最新内容，{ $shown }版本更新。
notice-source-link = 阅读{ $locale }版本

## Ways through the site

breadcrumbs-label = 当前位置
breadcrumbs-home = 首页
tag-title = 有关“{ $tag }”的文章
tag-count = { NUMBER($count) } 篇文章
articles-title = 所有文章
articles-letters = 跳到某个字母
pagination-label = 分页
pagination-page = 第 { NUMBER($number) } 页
pagination-current = 第 { NUMBER($number) } 页，当前页

## Pages for special cases

not-found-title = 找不到此页面
not-found-text = 它可能已移动或更名。试试搜索，继续查找所需内容。
not-found-suggestions = 这些页面可能对您有帮助
offline-title = 您已离线
offline-text = 此页面未保存在您的设备上。请连接网络后重试。

## Footer

footer-label = 页脚
footer-language = 语言
footer-powered-by = 由 { $name } 生成
footer-copyright = © { $year } { $name }

## In the text of an article

admonition-note = 说明
admonition-tip = 提示
admonition-important = 重要
admonition-warning = 警告
admonition-caution = 小心
video-play = 播放视频：{ $title }
details-open = 详情
task-done = 已完成
task-open = 未完成
footnote-back = 返回脚注 { $number } 的正文
footnotes-title = 脚注
diagram-label = 示意图

## Feeds

feed-title = { $name }：更新
feed-category-title = { $name }：{ $category }

