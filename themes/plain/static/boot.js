(r=>{let d=r.dataset,s=k=>{try{return localStorage[k]}catch{}},t=s("kb-theme"),x,w,l
d.js=""
if(t)d.theme=t
if(/[?&]q=./.test(location.search))d.query=""
if("root"in d)for(w of[s("kb-locale"),...navigator.languages,"x-default"])for(l=w;l&&!x;l=l.replace(/-?[^-]*$/,""))x=r.querySelector(`[hreflang^="${l}"i]`)
x&&location.replace(x.href)})(document.documentElement)
