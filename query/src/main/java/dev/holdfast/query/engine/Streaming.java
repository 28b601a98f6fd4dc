package dev.holdfast.query.engine;

import dev.holdfast.query.ast.BinaryExpr;
import dev.holdfast.query.ast.Call;
import dev.holdfast.query.ast.Expr;
import dev.holdfast.query.ast.MatrixSelector;
import dev.holdfast.query.ast.ParenExpr;
import dev.holdfast.query.ast.SubqueryExpr;
import dev.holdfast.query.ast.UnaryExpr;
import dev.holdfast.query.ast.VectorSelector;
import dev.holdfast.query.functions.EngineFunction;
import dev.holdfast.query.functions.FunctionBody;
import dev.holdfast.query.functions.FunctionBody.OfEngine;
import dev.holdfast.query.functions.FunctionBody.OfTime;
import dev.holdfast.query.functions.FunctionBody.OfValue;
import dev.holdfast.query.functions.FunctionBody.OfValueAndScalars;
import dev.holdfast.query.functions.FunctionBody.OfWindow;
import dev.holdfast.query.functions.FunctionBody.OfWindowAndScalars;
import dev.holdfast.query.functions.FunctionTable;
import java.util.IdentityHashMap;

/** Tells which expressions can be evaluated one series after another, because no series has to know of the others. */
final class Streaming {
    private final IdentityHashMap<Expr, Boolean> known = new IdentityHashMap<>();

    /** Whether an expression gives a vector whose series can be computed one by one. */
    boolean streams(Expr expr) {
        Boolean answer = known.get(expr);
        if (answer == null) {
            answer = compute(expr);
            known.put(expr, answer);
        }
        return answer;
    }

    private boolean compute(Expr expr) {
        if (expr instanceof VectorSelector || expr instanceof MatrixSelector) {
            return true;
        }
        if (expr instanceof ParenExpr paren) {
            return streams(paren.inner());
        }
        if (expr instanceof UnaryExpr unary) {
            return streams(unary.operand());
        }
        if (expr instanceof SubqueryExpr subquery) {
            return streams(subquery.inner());
        }
        if (expr instanceof BinaryExpr binary) {
            return BinaryEvaluator.hasScalar(binary)
                    && streams(BinaryEvaluator.isScalar(binary.left()) ? binary.right() : binary.left());
        }
        return expr instanceof Call call && computeCall(call);
    }

    private boolean computeCall(Call call) {
        FunctionBody body = FunctionTable.body(call.function());
        if (body instanceof OfWindow ofWindow) {
            return streams(call.arguments().get(ofWindow.rangeArgument()).withoutParens());
        }
        if (body instanceof OfWindowAndScalars) {
            return streams(call.arguments().get(0).withoutParens());
        }
        boolean ofValues = body instanceof OfValue || body instanceof OfValueAndScalars || body instanceof OfTime;
        boolean timestamp = body instanceof OfEngine ofEngine && ofEngine.function() == EngineFunction.TIMESTAMP;
        return (ofValues || timestamp)
                && !call.arguments().isEmpty()
                && streams(call.arguments().get(0));
    }
}
