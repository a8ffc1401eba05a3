// The tag of the script that runs. Asked when it begins; a module has no current script.
export const tag = (document.currentScript || document.querySelector("script[data-pack]")) as HTMLScriptElement;
