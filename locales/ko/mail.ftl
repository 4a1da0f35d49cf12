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

## The way from a letter back into its conversation

mail-back-button = 대화 계속하기
mail-back-private = 이 링크로 30일 동안 고객님의 대화를 열 수 있습니다. 다른 사람에게 전달하지 마세요.
mail-back-title = { $brand }와의 대화
mail-back-text = 이 브라우저에서 비밀번호 없이 계속할 수 있습니다. 신뢰하는 기기에서만 이용해 주세요.
mail-back-for = 받는 사람: { $address }
mail-back-opening = 곧 대화가 열립니다. JavaScript와 이 브라우저에 데이터를 저장할 수 있는 권한이 필요합니다.
mail-back-open = 이 페이지에서 대화할 수 있습니다. 닫으셨다면 여기에서 다시 열 수 있습니다.
mail-back-wrong = 이 링크는 완전하지 않습니다
mail-back-wrong-text = 이메일에서 다시 열거나 링크 전체를 복사해 주세요.
mail-back-expired = 이 링크는 만료되었습니다
mail-back-expired-text = 이메일의 링크는 30일 동안 유효합니다. { $brand }에 언제든지 문의하실 수 있습니다.
mail-back-gone = 이 링크로 열 수 있는 대화가 없습니다
mail-back-gone-text = 더 이상 이용할 수 없습니다. { $brand }에 언제든지 문의하실 수 있습니다.

mail-notice-unassigned = 아직 담당자가 없는 대화가 있습니다({ $brand })
mail-notice-message = 담당 중인 대화에 고객이 메시지를 보냈습니다({ $brand })
mail-notice-missed = 제때 답변하지 못한 채팅이 있습니다({ $brand })
mail-notice-assigned = 대화가 배정되었습니다({ $brand })
mail-notice-open = 대화 열기
mail-notice-why = 알림 설정에 따라 이 이메일을 보내 드립니다. 메시지 내용은 받은편지함에만 있습니다.
mail-notice-change = 알림 설정 변경
