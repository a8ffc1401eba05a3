import { Snippet } from "../snippet";
import "../shop.css";

export const metadata = { title: "Shop" };

export default function Layout({ children }) {
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <link rel="icon" href="data:," />
        <Snippet />
      </head>
      <body>{children}</body>
    </html>
  );
}
