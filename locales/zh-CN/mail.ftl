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
