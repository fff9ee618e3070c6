/** How a button and its frame stand on the page; `--lift` puts the button above another one. `all: initial` keeps the page's own styles out. */
export const styles = `
:host { all: initial; position: fixed; right: 0; bottom: 0; z-index: 2147483000; }
.launcher {
  position: fixed; right: 24px; bottom: calc(24px + var(--lift, 0px)); display: flex; align-items: center; gap: 8px; height: 52px;
  padding: 0 20px 0 16px; border: 0; border-radius: 26px; background: var(--accent); color: var(--on-accent);
  font: 500 15px/1 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; cursor: pointer;
  box-shadow: 0 4px 16px rgb(0 0 0 / .18); transition: transform .15s ease, box-shadow .15s ease;
}
.launcher:hover { transform: translateY(-1px); box-shadow: 0 6px 20px rgb(0 0 0 / .22); }
.launcher:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
.launcher[hidden], .frame[hidden], .badge[hidden] { display: none; }
.launcher svg { width: 24px; height: 24px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linejoin: round; }
.badge {
  position: absolute; top: -5px; right: -3px; min-width: 21px; height: 21px; padding: 0 6px; border-radius: 11px;
  box-sizing: border-box; background: #c0362c; color: #fff; font-size: 12px; line-height: 21px; text-align: center;
  box-shadow: 0 0 0 2px #fff;
}
.frame {
  position: fixed; right: 24px; bottom: 24px; width: 392px; height: min(660px, calc(100vh - 48px)); border: 0;
  border-radius: 14px; background: #fff; box-shadow: 0 12px 40px rgb(15 23 30 / .2), 0 0 0 1px rgb(15 23 30 / .06);
  color-scheme: light;
}
@media (max-width: 480px) {
  .launcher { right: 16px; bottom: calc(max(16px, env(safe-area-inset-bottom)) + var(--lift, 0px)); }
  .frame { inset: 0; width: 100%; height: 100dvh; border-radius: 0; box-shadow: none; }
}
@media (prefers-reduced-motion: reduce) { .launcher { transition: none; } .launcher:hover { transform: none; } }
@media print { :host { display: none; } }
`;
