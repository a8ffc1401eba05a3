// author.wasm: what reads and writes JSON for the commands. The one file that touches its memory.
import { instantiate } from "./dist.mjs";

export class Author {
  constructor() {
    this.core = instantiate("author.wasm");
    this.lengthAt = this.alloc(8);
    this.piece = { at: this.alloc(1 << 16), size: 1 << 16 };
  }

  /** Memory of the caller's, never given back. */
  alloc(size) {
    const at = this.core.tactful_author_alloc(size);
    if (at === 0) throw new Error("out of memory");
    return at;
  }

  /** Bytes of the module's memory. Good until the next call into it, which may move the memory. */
  bytes(at, length) {
    return new Uint8Array(this.core.memory.buffer, at, length);
  }

  /** Copies bytes into a buffer that the next call of this method reuses. */
  place(bytes) {
    if (bytes.length > this.piece.size) {
      this.core.tactful_author_free(this.piece.at);
      this.piece = { at: this.alloc(2 * bytes.length), size: 2 * bytes.length };
    }
    this.bytes(this.piece.at, bytes.length).set(bytes);
    return this.piece.at;
  }

  /** Calls a function that answers with a pointer and, through its last argument, a length. */
  answer(name, ...args) {
    const at = this.core[`tactful_${name}`](...args, this.lengthAt);
    return { at, length: new DataView(this.core.memory.buffer).getUint32(this.lengthAt, true) };
  }

  /** Likewise, as a copy of the bytes that it points at. */
  copy(name, ...args) {
    const { at, length } = this.answer(name, ...args);
    return Buffer.from(this.bytes(at, length));
  }

  /** Stable id of a status of the core: runtime.wasm has none of these texts. */
  statusId(status) {
    const bytes = new Uint8Array(this.core.memory.buffer);
    const at = this.core.tactful_status_id(status);
    return Buffer.from(bytes.subarray(at, bytes.indexOf(0, at))).toString();
  }

  /** What a pack's decisions depend on at a page load (core/author/circumstances.h); undefined of what is no pack. */
  circumstances(pack) {
    const handle = this.core.tactful_circumstances_create(this.place(pack), pack.length);
    if (handle === 0) return undefined;
    const json = this.copy("circumstances_json", handle).toString();
    this.core.tactful_circumstances_destroy(handle);
    return JSON.parse(json);
  }

  /** Compiles a request as tactful_compile_create takes it. */
  compile(request) {
    const bytes = Buffer.from(JSON.stringify(request));
    const handle = this.core.tactful_compile_create(this.place(bytes), bytes.length);
    const pack = this.copy("compile_pack", handle);
    const report = JSON.parse(this.copy("compile_report", handle).toString());
    this.core.tactful_compile_destroy(handle);
    return { pack, report };
  }
}
