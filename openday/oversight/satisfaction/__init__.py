"""满意度: what citizens think of how we handled their case, and of what came of it."""
