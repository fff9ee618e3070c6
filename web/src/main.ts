import { createApp, h } from "vue";
createApp({ render: () => h("p", "应答") }).mount("#app");
