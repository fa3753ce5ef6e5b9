"use client";

export { BackendAIOutput as Cell } from "backendai-media/react";
