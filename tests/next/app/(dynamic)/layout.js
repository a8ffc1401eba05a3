import { headers } from "next/headers";
import { Snippet } from "../snippet";
import "../shop.css";

export const metadata = { title: "Shop" };

export default async function Layout({ children }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <link rel="icon" href="data:," />
        <Snippet nonce={nonce} />
      </head>
      <body>{children}</body>
    </html>
  );
}
