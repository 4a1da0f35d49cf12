## The page

form-send = 发送
form-next = 继续
form-back = 返回
form-step = 第 { NUMBER($step) } 步，共 { NUMBER($steps) } 步
form-optional = 选填
form-choose = 请选择
form-yes = 是
form-no = 否
form-files = 最多 { NUMBER($count) } 个文件
form-files-again = 请再选择一次文件。
form-trap = 请将此栏留空
form-check = 快完成了。请检查您的回答，然后发送。

## Afterwards

form-sent = 谢谢
form-sent-text = 我们已收到您的留言，会尽快回复您。
form-reference = 编号
form-reference-keep = 请妥善保存，再次联系我们时会用到。
form-gone = 此表单已停用
form-gone-text = 请返回上一页，选择其他联系方式。

## What went wrong

form-errors = 请再看一下 { NUMBER($count) } 个回答
form-problem-expired = 页面打开时间过长。您的回答仍在，请再发送一次。
form-problem-fast = 提交速度过快。请检查回答后再发送一次。
form-problem-limited = 来自您网络的表单过多。您的回答仍在，请稍后再发送。
form-problem-limited-until = 来自您网络的表单过多。您的回答仍在，请在{ $when }重新发送。
form-problem-unavailable = 未能保存。您的回答仍在，请稍后再发送。

## What has to be corrected

form-error-required = 请回答此问题。
form-error-consent = 请勾选此框以继续。
form-error-too-short = 请至少输入 { NUMBER($count) } 个字符。
form-error-too-long = 最多输入 { NUMBER($count) } 个字符。
form-error-too-few = 请至少选择 { NUMBER($count) } 项。
form-error-too-many = 最多选择 { NUMBER($count) } 项。
form-error-wrong-shape = 请按此格式填写：{ $example }
form-error-no-email = 请填写电子邮箱，例如 name@example.com。
form-error-no-phone = 请用数字填写电话号码。
form-error-no-url = 请填写以 https:// 开头的网址。
form-error-no-number = 请填写数字。
form-error-not-whole = 请填写整数。
form-error-too-small = 最小值为 { $limit }。
form-error-too-large = 最大值为 { $limit }。
form-error-too-early = 最早为 { $limit }。
form-error-too-late = 最晚为 { $limit }。
form-error-no-date = 请填写有效日期。
form-error-no-choice = 请从列表中选择。
form-error-only-one = 请只给出一个回答。
form-error-not-asked = 此问题已不再询问。请检查回答后再发送一次。
form-error-altered = 此页面的内容在途中被更改。请再发送一次。
form-error-file-large = 此文件过大。
form-error-file-kind = 不能发送此类文件。
form-error-file = 无法接收此文件。请换一个试试。

wait-estimate =
    { $count ->
       *[other] 最近的等待时间约为 { NUMBER($count) } 分钟。
    }
