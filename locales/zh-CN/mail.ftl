# 简体中文。

## A letter with answers that the customer has not seen

mail-subject = { $brand } 有 { NUMBER($count) } 条新回复
mail-hello = { $name }，您好：
mail-intro = 我们已经回复您，您还没有查看：
mail-file = 文件：{ $name }
mail-link = 前往 { $site } 回复
mail-reply = 您可以直接回复这封邮件。
mail-reference = 您的编号：{ $reference }
mail-why = 您收到这封邮件，是因为您曾给 { $brand } 留言。
mail-unsubscribe = 退订

## A letter that a form has arrived

mail-confirmation-subject = 我们已收到您的留言（{ $reference }）
mail-confirmation = 谢谢。您的留言已送达 { $brand }，我们会回复您。

## The page for whoever wants no more letters

mail-stop-title = 不再接收 { $brand } 的邮件？
mail-stop-text = 之后的回复只会在聊天中等您查看。
mail-stop-button = 退订
mail-stopped = 您不会再收到 { $brand } 的邮件
mail-again-button = 重新接收邮件
mail-again = 您会再次收到 { $brand } 的邮件

## The way from a letter back into its conversation

mail-back-button = 继续对话
mail-back-private = 此链接可在 30 天内打开您的对话，请勿转发给他人。
mail-back-title = 您与{ $brand }的对话
mail-back-text = 您可以在此浏览器中继续，无需密码。请仅在您信任的设备上这样做。
mail-back-for = 收件人：{ $address }
mail-back-opening = 您的对话即将打开。这需要 JavaScript，并允许在此浏览器中保存数据。
mail-back-open = 您的对话就在本页。如果已关闭，可以在这里重新打开。
mail-back-wrong = 此链接不完整
mail-back-wrong-text = 请从邮件中重新打开，或复制完整链接。
mail-back-expired = 此链接已过期
mail-back-expired-text = 我们邮件中的链接有效期为 30 天。您可以随时联系{ $brand }。
mail-back-gone = 此链接无法打开任何对话
mail-back-gone-text = 该对话已不可用。您可以随时联系{ $brand }。

mail-notice-unassigned = 这个对话还没有人接手（{ $brand }）
mail-notice-message = 客户在您负责的对话中写了新消息（{ $brand }）
mail-notice-missed = 有聊天未能及时回复（{ $brand }）
mail-notice-assigned = 有对话分配给了您（{ $brand }）
mail-notice-open = 打开对话
mail-notice-why = 您收到此邮件，是因为您的通知设置如此。消息内容只保存在收件箱中。
mail-notice-change = 更改通知设置
