/**
 * The script behind the theme switch: restores the choice before the first paint and turns it on a click. Small and
 * constant, so that a page can allow it by hash.
 */
export const THEME_SCRIPT = `(()=>{const r=document.documentElement;let t=null;try{t=localStorage.getItem('theme')}catch{}if(t==='light'||t==='dark')r.dataset.theme=t;addEventListener('click',e=>{const b=e.target instanceof Element&&e.target.closest('[data-theme-switch]');if(!b)return;const dark=r.dataset.theme?r.dataset.theme==='dark':matchMedia('(prefers-color-scheme: dark)').matches;const n=dark?'light':'dark';r.dataset.theme=n;try{localStorage.setItem('theme',n)}catch{}})})()`
