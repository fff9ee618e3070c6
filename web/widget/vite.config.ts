/** The chat widget. */
import { embedded } from "../embed/building.ts";

export default embedded(import.meta.url, "widget");
