# 한국어. 존댓말.

## A letter with answers that the customer has not seen

mail-subject = { $brand }의 새 답변 { NUMBER($count) }개
mail-hello = { $name } 님, 안녕하세요.
mail-intro = 아직 확인하지 않으신 답변이 있습니다.
mail-file = 파일: { $name }
mail-link = { $site }에서 답장하기
mail-reply = 이 이메일에 바로 답장하실 수 있습니다.
mail-reference = 접수 번호: { $reference }
mail-why = { $brand }에 문의하셨기 때문에 이 이메일을 받으셨습니다.
mail-unsubscribe = 수신 거부

## A letter that a form has arrived

mail-confirmation-subject = 문의를 접수했습니다({ $reference })
mail-confirmation = 감사합니다. 문의가 { $brand }에 도착했으며 곧 답변드리겠습니다.

## The page for whoever wants no more letters

mail-stop-title = { $brand }의 이메일을 더 이상 받지 않으시겠습니까?
mail-stop-text = 이후 답변은 채팅에서만 확인하실 수 있습니다.
mail-stop-button = 수신 거부
mail-stopped = { $brand }의 이메일을 더 이상 받지 않습니다
mail-again-button = 이메일 다시 받기
mail-again = { $brand }의 이메일을 다시 받습니다
