/** The customers' telephone. What speaks SIP is a file of its own, fetched when somebody calls. */
import { embedded } from "../embed/building.ts";

export default embedded(import.meta.url, "call");
