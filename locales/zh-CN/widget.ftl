# 简体中文。称呼：您。

## The button that opens the chat, read aloud

launcher-open = 打开聊天
launcher-unread =
    { $count ->
       *[other] 打开聊天，{ NUMBER($count) } 条新消息
    }
launcher-close = 关闭聊天
title-unread = ({ NUMBER($count) }) { $title }

## The panel

panel-label = 与 { $name } 聊天
panel-close = 关闭聊天
availability-online = 我们随时为您服务
availability-offline = 我们暂时不在，但会阅读每条消息
availability-opens = 我们暂时不在。{ $when }（您的时间）回来
availability-opens-today = 我们暂时不在。今天{ $when }（您的时间）回来

## Start

home-greeting = 有什么可以帮您？
home-intro = 请在这里给我们留言。您可以离开此页面，稍后再回来查看回复。
home-write = 发送消息
home-conversations = 您的对话
home-unread =
    { $count ->
       *[other] { NUMBER($count) } 条新消息
    }

## A conversation

conversation-back = 返回首页
conversation-messages = 消息
conversation-more = 聊天记录与更多
conversation-empty = 我们能为您做些什么？我们会在这里回复。
conversation-empty-offline = 我们暂时不在。欢迎给我们留言，我们会阅读每条消息。
conversation-older = 显示更早的消息
conversation-loading = 正在获取您的消息…
conversation-today = 今天
conversation-yesterday = 昨天
conversation-joined = { $name } 加入了对话
conversation-ended = 对话已结束。再次发送消息即可继续。
conversation-ended-new = 对话已结束。再次发送消息即可开始新的对话。
conversation-missed = 很抱歉，现在没有人能回复。请留下您的电子邮箱，我们会写信给您。
conversation-missed-known = 很抱歉，现在没有人能回复。我们会通过电子邮件与您联系。
conversation-contact = 您已留下电子邮箱。我们会写信给您。
conversation-idle = 您还在吗？
conversation-idle-ending =
    { $count ->
       *[other] 您还在吗？此对话将在 { NUMBER($count) } 分钟后结束。
    }
conversation-typing = { $name } 正在输入…
conversation-arrived = { $name } 写道：{ $text }
message-from-you = 您写道：
message-from = { $name } 写道：

## How far a message got

mark-queued = 等待连接
mark-sending = 正在发送…
mark-sent = 已发送
mark-seen = 已读
failed-unsent = 此消息未发送。
failed-too-long = 此消息过长，未发送。
failed-unknown-file = 有文件已不存在，因此此消息未发送。
failed-not-allowed = 此对话无法再接收消息。
failed-ended = 此对话已结束。请开始新的对话。
message-retry = 重试
message-discard = 放弃

## Writing

composer-label = 您的消息
composer-placeholder = 输入消息…
composer-send = 发送
composer-too-long =
    { $count ->
       *[other] 超出 { NUMBER($count) } 个字符
    }

## Files

files-attach = 添加文件
files-sending = 正在发送 { $name }
files-added = 已添加 { $name }
files-remove = 移除 { $name }
files-retry = 重试
files-save = 保存 { $name } { $size }
files-too-large = 此文件太大。最多可发送 { $limit }。
files-too-large-together = 这些文件加起来太大。一条消息最多 { $limit }。
files-too-many =
    { $count ->
       *[other] 一条消息最多可带 { NUMBER($count) } 个文件。
    }
files-not-allowed = 无法发送此类文件。可以发送图片、视频、文档、文本和 ZIP 压缩包。
files-mismatch = 文件名与内容不符。
files-refused = 安全检查拒绝了此文件。
files-image-too-large = 此图片像素过多。请缩小后重试。
files-empty = 此文件是空的。
files-offline = 您已离线。文件会留在这里，恢复连接后自动发送。
files-wait = 一次发送的文件太多。请在{ $when }重试。
files-failed = 未能成功。请稍后重试。

## The menu of a conversation

more-transcript = 下载聊天记录
more-sound = 新回复提示音
more-notify = 在此浏览器中通知我
more-notify-asking = 浏览器正在询问是否可以显示通知。
more-notify-refused = 此浏览器不允许本网站发送通知。您可以在浏览器设置中更改。
more-saving = 正在生成文件…
more-failed = 暂时无法读取聊天记录。请稍后再试。
more-you = 您
more-file = 聊天记录
more-ended = 对话已结束。

## An invitation to chat beside the launcher

proactive-dismiss = 暂时不用

## The connection

link-offline = 您已离线。您写的内容会保留，恢复连接后发送。
link-connecting = 正在重新连接。您写的内容会保留。
link-limited = 一次发送的消息过多。其余消息将在{ $when }发送。
link-refused = 目前无法在此页面使用聊天。
link-outdated = 聊天有新版本。请重新加载页面以继续。

## Ending

end-open = 结束对话
end-question = 要结束此对话吗？
end-note = 您可以随时再次留言。
end-confirm = 结束对话
end-cancel = 继续

## The address in a missed chat

contact-title = 我们会通过电子邮件回复
contact-name = 您的姓名（选填）
contact-email = 您的电子邮箱
contact-wrong = 请输入类似 name@example.com 的邮箱。
contact-send = 发送

## Articles of the help site

kb-launcher = 打开帮助
kb-close = 关闭帮助
kb-label = { $name } 帮助
kb-status = 随时可读的解答
kb-search-label = 搜索帮助文章
kb-search-placeholder = 搜索解答…
kb-searching = 正在搜索…
kb-results =
    { $count ->
       *[other] { NUMBER($count) } 个结果
    }
kb-none = 没有找到与“{ $text }”相关的内容。
kb-none-help = 请减少或更换关键词，或浏览各个主题。
kb-corrected = 正在显示“{ $text }”的结果。
kb-popular = 热门文章
kb-topics = 主题
kb-articles = 文章
kb-count =
    { $count ->
       *[other] { NUMBER($count) } 篇文章
    }
kb-back = 返回
kb-open-page = 在新标签页中打开完整页面
kb-loading = 正在加载…
kb-missing = 此页面已不存在。
kb-failed = 目前无法访问帮助文章。
kb-retry = 重试
kb-home = 回到首页
kb-foreign = 本文暂无您所用语言的版本。
kb-ask = 没有找到答案？
kb-forms = 表单
kb-forms-more = 更多表单
kb-solved = 问题已解决
kb-unsolved = 返回我的消息

## Articles offered while somebody writes the first message

offer-title = 这些文章也许有帮助
offer-found = 输入框上方显示了也许有帮助的文章。
offer-dismiss = 暂时不用
offer-thanks = 很高兴能帮到您
offer-thanks-text = 没有发送任何内容,您填写的内容已清除。

## A form of the help site in the panel

forms-failed = 暂时无法在此处显示表单。

## Below an article in the panel

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
