import "backendai-media/static.css";

export const metadata = { title: "Outputs in Next.js", icons: "data:," };

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
