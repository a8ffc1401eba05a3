"use client";
import { useEffect, useState } from "react";

/** Says when React is at work. */
export function Again() {
  const [count, setCount] = useState(0);
  useEffect(() => {
    document.documentElement.dataset.hydrated = "yes";
  }, []);
  return <button onClick={() => setCount(count + 1)}>Again {count}</button>;
}
