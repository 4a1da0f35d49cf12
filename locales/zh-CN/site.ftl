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

## Forms, beside form.ftl

form-sending = 正在发送…
form-remove-file = 移除 { $name }
form-file-waiting = 正在上传 { $name }
form-files-by-mail = 请自行把文件附在邮件中。
form-shown = 新问题:{ $label }
form-hidden = 不再需要:{ $label }
form-home = 返回帮助中心
form-offline = 您已离线。消息保存在这台设备上,恢复连接后会自动发送。
form-unreachable = 目前无法连接。您的回答保存在这台设备上。
form-retry = 重试
form-mail = 改为写邮件
form-gone-kept = 此表单已停用。您的回答仍保存在这台设备上,可以复制。
form-restored = 我们保留了您之前在这里填写的内容。
form-start-over = 重新开始
form-by-mail = 您的邮件程序会带着您的回答打开。请从那里发送。

## Articles that are offered while a form is filled in

suggestions-title = 这些文章也许有帮助
suggestions-found = 输入框下方显示了也许有帮助的文章。
suggestions-back = 返回表单
suggestions-solved = 问题已解决
suggestions-thanks = 很高兴能帮到您
suggestions-thanks-text = 没有发送任何内容,您填写的内容已清除。

## “Was this helpful?” below an article

vote-title = 这篇文章有帮助吗?
vote-yes = 有
vote-no = 没有
vote-thanks = 谢谢您的反馈。
vote-reasons = 哪里可以改进?
vote-off-topic = 回答的是别的问题
vote-incomplete = 内容太少
vote-unclear = 难以理解
vote-wrong = 有错误或已过时
vote-other = 其他
vote-words = 愿意多说一些吗?
vote-privacy = 我们无法在此回复,请不要填写个人信息。
vote-send = 发送
vote-sent = 谢谢。我们会认真阅读。
vote-later = 目前无法连接。您的回答会稍后发送。
